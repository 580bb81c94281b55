using Vireo.Cli.Terminal;
using Vireo.Fleet;
using Vireo.Server.Configuration;
using Vireo.Simulation;

namespace Vireo.Cli.Commands;

/// <summary>Turns <c>--policy</c> into a policy: a preset's name, or a YAML file that holds one.</summary>
internal static class PolicyFile
{
    /// <summary>Reads it.</summary>
    /// <param name="nameOrPath">A preset's name or a file.</param>
    /// <param name="scenario">The scenario that a preset is for; empty for none.</param>
    /// <exception cref="UsageException">It is neither, or the file is not right.</exception>
    public static Policy Read(string nameOrPath, string scenario)
    {
        if (PolicyPresets.Find(nameOrPath, scenario) is { } preset)
        {
            return preset;
        }

        if (!File.Exists(nameOrPath))
        {
            throw new UsageException(
                $"--policy '{nameOrPath}' is neither a file nor one of {string.Join(", ", PolicyPresets.Names)}.");
        }

        var result = ConfigurationLoader.Load([nameOrPath]);
        if (result.Configuration is not { } configuration)
        {
            throw new UsageException(string.Join('\n', result.Problems));
        }

        return configuration.Policies.Length == 1
            ? configuration.Policies[0] with
            {
                Pools = [.. configuration.Pools.Select(pool => pool.Pool)],
                Groups = configuration.Groups,
                Templates = configuration.Templates,
            }
            : throw new UsageException(
                $"{nameOrPath} holds {configuration.Policies.Length} documents of kind Policy; exactly one was expected.");
    }
}
