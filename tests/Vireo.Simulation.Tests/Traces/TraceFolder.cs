using System.IO.Compression;

namespace Vireo.Simulation.Tests.Traces;

/// <summary>A scratch folder that is removed after the test.</summary>
internal sealed class TraceFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("vireo-traces-").FullName;

    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string name, byte[] bytes)
    {
        string file = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(file, bytes);

        return file;
    }

    public static byte[] Gzip(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(System.Text.Encoding.UTF8.GetBytes(text));
        }

        return packed.ToArray();
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
