from vcsession.cli import main

main()
