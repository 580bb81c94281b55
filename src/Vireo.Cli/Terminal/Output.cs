using System.IO.Compression;
using System.Text;

namespace Vireo.Cli.Terminal;

/// <summary>Results go to the file of <c>--output</c> or to standard output; everything else to standard
/// error.</summary>
internal static class Output
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a result. A file appears whole or not at all, packed if its name ends in
    /// <c>.gz</c>.</summary>
    /// <exception cref="UsageException">There is no such place, or it is not ours to write.</exception>
    /// <exception cref="IOException">It could not be written to the end: no space is left.</exception>
    public static void Write(string? path, Action<TextWriter> write)
    {
        if (path is null or "-")
        {
            WriteStandard(bytes =>
            {
                using var text = new StreamWriter(bytes, Utf8);
                write(text);
            });

            return;
        }

        WriteStream(path, bytes =>
        {
            using var text = new StreamWriter(bytes, Utf8, bufferSize: 1 << 16, leaveOpen: true);
            write(text);
        });
    }

    /// <summary>Writes a result byte by byte. A file appears whole or not at all, packed if its name ends in
    /// <c>.gz</c>.</summary>
    /// <exception cref="UsageException">There is no such place, or it is not ours to write.</exception>
    /// <exception cref="IOException">It could not be written to the end: no space is left.</exception>
    public static void WriteStream(string? path, Action<Stream> write)
    {
        if (path is null or "-")
        {
            WriteStandard(write);

            return;
        }

        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            WriteBytes(path, write);
            return;
        }

        WriteBytes(path, file =>
        {
            using var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
            write(packed);
        });
    }

    private static void WriteStandard(Action<Stream> write)
    {
        try
        {
            using Stream standard = Console.OpenStandardOutput();
            write(standard);
        }
        catch (IOException error)
        {
            throw new IOException($"Cannot write to standard output: {error.Message}", error);
        }
    }

    /// <summary>Writes a file that is no text; it appears whole or not at all. A device, a pipe or a link is written
    /// through and never replaced.</summary>
    /// <exception cref="UsageException">There is no such place, or it is not ours to write.</exception>
    /// <exception cref="IOException">It could not be written to the end: no space is left.</exception>
    public static void WriteBytes(string path, Action<Stream> write)
    {
        string partial = $"{path}.partial";
        try
        {
            if (File.Exists(path) && !IsPlain(path))
            {
                using var through = new FileStream(path, FileMode.Truncate, FileAccess.Write);
                write(through);

                return;
            }

            using (var file = new FileStream(partial, FileMode.Create, FileAccess.ReadWrite))
            {
                write(file);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            string message = $"Cannot write '{path}': {error.Message}";

            // A place that is not there, or closed to us, can be named better; a full disk cannot.
            throw error is UnauthorizedAccessException or DirectoryNotFoundException or FileNotFoundException or PathTooLongException
                ? new UsageException(message, error)
                : new IOException(message, error);
        }
    }

    /// <summary>Refuses, before any work, an output that could not be written or would take the input's place.</summary>
    /// <param name="path">Of the output; null or <c>-</c> for standard output.</param>
    /// <param name="input">What is read.</param>
    /// <param name="option">Which option names it.</param>
    /// <exception cref="UsageException">The folder is not there, or it is the file that is read.</exception>
    public static void Check(string? path, string input, string option = "--output")
    {
        if (path is null or "-")
        {
            return;
        }

        string full = Path.GetFullPath(path);
        if (IsSame(path, input))
        {
            throw new UsageException($"{option} '{path}' is the file that is read. Give it another name.");
        }

        if (Directory.Exists(full))
        {
            throw new UsageException($"{option} '{path}' is a folder. Name a file in it.");
        }

        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"Cannot write '{path}': there is no folder '{folder}'.");
        }
    }

    /// <summary>Whether two paths are one file, by whatever links.</summary>
    public static bool IsSame(string one, string other) => Resolve(one) == Resolve(other);

    private static string Resolve(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            // Links in a circle, or no such file: nothing is read by this name.
            return full;
        }
    }

    private static bool IsPlain(string path)
    {
        // The platform does not tell devices from files, so they are known by where they live.
        string full = Path.GetFullPath(path);

        return new FileInfo(path).LinkTarget is null
            && !full.StartsWith("/dev/", StringComparison.Ordinal)
            && !full.StartsWith("/proc/", StringComparison.Ordinal);
    }
}
