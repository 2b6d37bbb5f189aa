"""What runs in the process apart: bytes in, a clean copy out. It imports nothing of the project."""
