namespace Vireo.Cli.Remote;

/// <summary>Where the token comes from: <c>VIREO_TOKEN</c>, else what <c>vireo login</c> saved.</summary>
internal static class TokenFile
{
    /// <summary>The file that <c>vireo login</c> writes, readable by its owner only.</summary>
    public static string Location => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".config", "vireo", "token");

    /// <summary>The token to use; null when there is none.</summary>
    public static string? Find()
    {
        string? variable = Environment.GetEnvironmentVariable("VIREO_TOKEN");
        if (!string.IsNullOrWhiteSpace(variable))
        {
            return variable.Trim();
        }

        return File.Exists(Location) ? File.ReadAllText(Location).Trim() : null;
    }

    /// <summary>Saves a token for later commands.</summary>
    public static void Save(string token)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Location)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(Location, options);
        using var writer = new StreamWriter(file);
        writer.WriteLine(token);
    }
}
