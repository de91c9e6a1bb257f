"""The pages, on one small catalogue; as a package, so that it is emptied when the last of them is done."""
