/* Loads a library as a careless program does, by its bare name: shows that the planted one lies where it could be loaded. */
#include <windows.h>

int main(int count, char **words) { return count == 2 && LoadLibraryA(words[1]) != NULL ? 0 : 1; }
