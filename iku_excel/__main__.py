"""``python -m iku_excel`` is the same as ``iku-excel``."""

from iku_excel.cli.main import main

if __name__ == "__main__":
    main()
