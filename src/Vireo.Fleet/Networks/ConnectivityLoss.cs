namespace Vireo.Fleet;

/// <summary>Something that a machine can do now and cannot do after a change.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Network">The network in which it loses it.</param>
/// <param name="What">What it loses, in words.</param>
public sealed record ConnectivityLoss(string Machine, string Network, string What)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Machine} in {Network} loses: {What}";
}
