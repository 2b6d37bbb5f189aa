"""Students, courses, apoderados and the dated ties between them."""
