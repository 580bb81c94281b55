namespace Vireo.Detection.Rules.Expressions;

/// <summary>Names of labels and of series.</summary>
internal static class LabelNames
{
    /// <summary>Letters, digits and underscores, no digit first.</summary>
    public static bool IsValid(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <summary>As a label, and colons.</summary>
    public static bool IsValidSeries(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c =>
            char.IsAsciiLetterOrDigit(c) || c is '_' or ':');
}
