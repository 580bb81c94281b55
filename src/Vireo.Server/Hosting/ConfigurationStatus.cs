using System.Collections.Immutable;

namespace Vireo.Server.Hosting;

/// <summary>What is wrong with the configuration on disk, for everybody to see. Replaced as a whole.</summary>
internal sealed class ConfigurationStatus
{
    private ImmutableArray<string> _problems = [];

    public ImmutableArray<string> Problems
    {
        get => ImmutableInterlocked.InterlockedCompareExchange(ref _problems, [], []);
        set => ImmutableInterlocked.InterlockedExchange(ref _problems, value);
    }
}
