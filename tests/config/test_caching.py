from threading import Thread

from django.core.cache import cache, caches


def _mine(valkey):
    """The connections that this process's database has at the server: other processes test beside this one."""
    database = str(valkey.connection_pool.connection_kwargs["db"])
    return [client for client in valkey.client_list() if client["db"] == database]


def test_threads_that_ended_leave_no_connection_of_their_own():
    valkey = caches["state"]._cache.get_client(write=True)
    cache.set("a", 1)
    before = len(_mine(valkey))
    answers = []

    for _ in range(20):
        thread = Thread(target=lambda: answers.append(cache.get("a")))
        thread.start()
        thread.join()

    assert answers == [1] * 20
    assert len(_mine(valkey)) <= before + 1
