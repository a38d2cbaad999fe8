"""What can be typed after `kith`: options and help, a file a subject. What each command does is in `api.commands`."""
