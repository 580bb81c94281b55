namespace Vireo.EndToEnd.Tests;

/// <summary>Where the tests leave what people want to look at.</summary>
internal static class Output
{
    public static string Screenshots { get; } = Directory.CreateDirectory(Path.Combine(Repository(), "artifacts", "screenshots")).FullName;

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Vireo.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
