namespace Vireo.Fleet;

/// <summary>Names of machines as configurations write them: <c>*</c> stands for any text.</summary>
public static class NamePattern
{
    /// <summary>Whether a name is one of those that a pattern stands for; of another pattern, whether all of its names
    /// are.</summary>
    public static bool Matches(string pattern, string name)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(name);

        // Greedy with one way back: to the newest star, which then swallows one letter more.
        int at = 0;
        int star = -1;
        int swallowed = 0;
        int letter = 0;
        while (letter < name.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                swallowed = letter;
            }
            else if (at < pattern.Length && pattern[at] == name[letter])
            {
                at++;
                letter++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                letter = ++swallowed;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).Trim('*').IsEmpty;
    }
}
