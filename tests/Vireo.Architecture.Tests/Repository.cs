namespace Vireo.Architecture.Tests;

/// <summary>The sources of the checkout.</summary>
internal static class Repository
{
    public static string Root => Checkout.Root;

    public static IEnumerable<string> SourceFiles(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
}
