using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Vireo.Fleet;

/// <summary>The machines among which a load balancer divides requests, as it was last seen.</summary>
/// <param name="Id">The provider that speaks to the load balancer.</param>
/// <param name="Answers">Whether it answered when it was last asked; what it said before stands otherwise.</param>
/// <param name="Backends">Ordered by machine.</param>
public sealed record BackendPool(ProviderId Id, bool Answers, ImmutableArray<Backend> Backends)
{
    /// <summary>Whether it has not been asked yet: Vireo has just begun.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsUnasked { get; init; }

    /// <summary>Why it did not answer when it was last asked; null when it did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public string? Error { get; init; }

    /// <summary>A backend by its machine; null when there is none.</summary>
    public Backend? Find(VirtualMachineId machine)
    {
        foreach (var backend in Backends)
        {
            if (backend.VirtualMachine == machine)
            {
                return backend;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public bool Equals(BackendPool? other) =>
        other is not null && Id == other.Id && Answers == other.Answers && IsUnasked == other.IsUnasked
        && Error == other.Error &&
        Backends.SequenceEqual(other.Backends);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Answers, Backends.Length);
}
