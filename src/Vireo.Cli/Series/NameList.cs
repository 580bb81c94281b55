namespace Vireo.Cli.Series;

/// <summary>Names series in a sentence: the first few, and how many more there are.</summary>
internal static class NameList
{
    private const int Shown = 3;

    /// <summary>Such as <c>'a', 'b', 'c' and 7 more</c>.</summary>
    public static string Of(IReadOnlyCollection<string> ids)
    {
        string more = ids.Count > Shown ? $" and {ids.Count - Shown} more" : "";

        return string.Join(", ", ids.Take(Shown).Select(id => $"'{id}'")) + more;
    }
}
