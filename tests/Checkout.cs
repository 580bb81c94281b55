namespace Vireo.Testing;

/// <summary>The checkout that the tests run in, and the real traces beside it. Linked into every test
/// project.</summary>
internal static class Checkout
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A path below the folder of real traces, which is not part of the repository; skips the test without
    /// it.</summary>
    public static string RequireShared(string path)
    {
        string shared = Environment.GetEnvironmentVariable("VIREO_SHARED") is { Length: > 0 } named
            ? named
            : Path.Combine(Root, "..", "shared");
        string full = Path.GetFullPath(Path.Combine(shared, path));
        Assert.SkipUnless(Path.Exists(full), $"Needs the shared data: '{full}' is absent. VIREO_SHARED names another folder.");

        return full;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vireo.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException($"No Vireo.slnx above '{AppContext.BaseDirectory}'.");
    }
}
