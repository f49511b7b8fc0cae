from config.environment import Environment, Files


def test_a_value_in_a_file_ends_where_its_line_does(tmp_path):
    (tmp_path / "key").write_text("s3 cret\n")
    (tmp_path / "other").write_text("two\r\n")
    known = Files({"KEY_FILE": str(tmp_path / "key"), "OTHER_FILE": str(tmp_path / "other"), "PLAIN": " as it is \n"})

    assert [known["KEY"], known["KEY"], known["OTHER"], known["PLAIN"]] == ["s3 cret", "s3 cret", "two", " as it is \n"]
    assert isinstance(Environment.ENVIRON, Files)
