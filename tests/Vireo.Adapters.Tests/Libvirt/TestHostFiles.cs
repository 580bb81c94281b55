using Vireo.Adapters.Tests.Libvirt;

[assembly: AssemblyFixture(typeof(TestHostFiles))]

namespace Vireo.Adapters.Tests.Libvirt;

/// <summary>The documents of hosts of libvirt's test driver, removed when all tests have ended.</summary>
public sealed class TestHostFiles : IDisposable
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("vireo-nodes-").FullName;

    public static string NewPath() => Path.Combine(Folder, $"{Guid.NewGuid():N}.xml");

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
