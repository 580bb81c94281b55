namespace Vireo.Control.Tests;

/// <summary>A state file that is gone after the test; in memory where the system has such a folder.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/vireo-{Guid.NewGuid():N}")
        : Directory.CreateTempSubdirectory("vireo-");

    public string Path => System.IO.Path.Combine(_folder.FullName, "state.db");

    public void Dispose() => _folder.Delete(recursive: true);
}
