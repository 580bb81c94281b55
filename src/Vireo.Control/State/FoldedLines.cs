using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>The lines of JSON that tell of what is folded: hashed always, and written to a gzipped file where an archive
/// is kept. The hash is of the text, so that <c>zcat FILE | sha256sum</c> shows whether a file is genuine.</summary>
internal sealed class FoldedLines : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly string? _path;
    private readonly FileStream? _file;
    private readonly GZipStream? _packed;

    /// <summary>Starts a file that takes its place when it is complete.</summary>
    /// <param name="archive">The folder; null only hashes.</param>
    /// <param name="name">The file's name without its ending.</param>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public FoldedLines(string? archive, string name)
    {
        if (archive is not null)
        {
            Directory.CreateDirectory(archive);
            _path = Path.Combine(archive, $"{name}.jsonl.gz");
            _file = new FileStream($"{_path}.part", FileMode.Create, FileAccess.Write);
            _packed = new GZipStream(_file, CompressionLevel.Optimal, leaveOpen: true);
        }
    }

    /// <summary>Adds one line.</summary>
    public void Add(Action<Utf8JsonWriter> properties)
    {
        _line.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_line))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        _line.Write("\n"u8);
        _hash.AppendData(_line.WrittenSpan);
        _packed?.Write(_line.WrittenSpan);
    }

    /// <summary>The hash of all lines; the file is durable and in its place when this returns.</summary>
    public ContentHash Complete()
    {
        if (_file is not null && _packed is not null && _path is not null)
        {
            _packed.Dispose();
            _file.Flush(flushToDisk: true);
            _file.Dispose();
            File.Move($"{_path}.part", _path, overwrite: true);
        }

        return new ContentHash(Convert.ToHexStringLower(_hash.GetHashAndReset()));
    }

    public void Dispose()
    {
        _packed?.Dispose();
        _file?.Dispose();
        _hash.Dispose();
    }
}
