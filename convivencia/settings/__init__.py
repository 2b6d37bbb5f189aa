"""Settings: `base` is common; `demo`, `test` and `production` say what differs."""
