namespace Vireo.Server.Configuration;

/// <summary>Finds the known word that a mistyped one most likely meant.</summary>
public static class NearestWord
{
    private const int LongestCompared = 64;

    /// <summary>The word at the least edit distance, letter case counting half; ties go to the earlier word.</summary>
    public static string? Of(string typed, IEnumerable<string> known)
    {
        string word = typed.Length > LongestCompared ? typed[..LongestCompared] : typed;

        return known.MinBy(candidate => Distance(word, candidate));
    }

    /// <summary>Levenshtein distance, doubled; a change of case costs one, any other edit two.</summary>
    internal static int Distance(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        Span<int> row = stackalloc int[LongestCompared + 1];
        right = right[..Math.Min(right.Length, LongestCompared)];
        for (int j = 0; j <= right.Length; j++)
        {
            row[j] = 2 * j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = 2 * i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + Cost(left[i - 1], right[j - 1]);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 2 + Math.Min(row[j], row[j - 1]));
            }
        }

        return row[right.Length];
    }

    private static int Cost(char left, char right) =>
        left == right ? 0 : char.ToLowerInvariant(left) == char.ToLowerInvariant(right) ? 1 : 2;
}
