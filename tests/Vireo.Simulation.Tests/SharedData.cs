namespace Vireo.Simulation.Tests;

/// <summary>Real traces, which are not part of the repository.</summary>
internal static class SharedData
{
    public static string Require(string path)
    {
        string root = Environment.GetEnvironmentVariable("VIREO_SHARED") ?? Path.Combine(Repository(), "..", "shared");
        string full = Path.Combine(root, "data", path);
        Assert.SkipUnless(Path.Exists(full), $"Needs the shared data: {full} is absent (VIREO_SHARED points elsewhere).");

        return full;
    }

    private static string Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Vireo.slnx")))
            {
                return folder.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }
}
