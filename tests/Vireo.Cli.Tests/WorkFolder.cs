namespace Vireo.Cli.Tests;

/// <summary>Files for command lines, in a folder of their own.</summary>
internal sealed class WorkFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vireo-cli-").FullName;

    public string File(string name, string text)
    {
        string path = Path(name);
        System.IO.File.WriteAllText(path, text);

        return path;
    }

    public string Bytes(string name, byte[] content)
    {
        string path = Path(name);
        System.IO.File.WriteAllBytes(path, content);

        return path;
    }

    public string Path(string name) => System.IO.Path.Combine(_folder, name);

    public string Read(string name) => System.IO.File.ReadAllText(Path(name));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
