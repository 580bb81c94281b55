using Vireo.Forecasting.Lstm;

namespace Vireo.Forecasting.Tests.Lstm;

/// <summary>Keeps a training in a file, replaced in one move.</summary>
internal sealed class CheckpointFile(string path) : ICheckpoint
{
    public byte[]? Read() => File.Exists(path) ? File.ReadAllBytes(path) : null;

    public void Write(byte[] state)
    {
        string next = path + ".next";
        File.WriteAllBytes(next, state);
        File.Move(next, path, overwrite: true);
    }
}
