"""The procedure that may end an enrolment: what the law asks, what was done, what is missing."""
