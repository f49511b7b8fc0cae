"""What ambassadors do for recruitment: attribution, applications, the funnel."""
