namespace Vireo.Control;

/// <summary>Everything the loop must not forget, in one SQLite file of its own.</summary>
public sealed class StateStore : IDisposable
{
    private StateStore()
    {
    }

    /// <summary>Opens or creates the file.</summary>
    public static StateStore Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);

        return new StateStore();
    }

    /// <summary>A store that lives as long as the object, for simulations.</summary>
    public static StateStore OpenInMemory() => new();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
