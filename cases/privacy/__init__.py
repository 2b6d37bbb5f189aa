"""Personal data as such: rights of people, what we hold of each, how long, and breaches."""
