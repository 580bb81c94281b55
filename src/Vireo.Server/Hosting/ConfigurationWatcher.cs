using System.Collections.Immutable;
using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Vireo.Control;
using Vireo.Server.Configuration;
using Vireo.Server.Notifying;

namespace Vireo.Server.Hosting;

/// <summary>Puts changed configuration in force while the server runs, where that is safe.</summary>
/// <remarks>Looks at the files in a steady rhythm rather than waiting for notices, which network and container mounts
/// do not send. A change counts once it has been the same for two looks, so that half-written files are not
/// read.</remarks>
internal sealed partial class ConfigurationWatcher(
    ServerOptions options, ServerConfiguration inForce, IReloadTarget target, Action<NotificationSettings> notify,
    ConfigurationStatus status, TimeProvider time, Action<string> say, ILogger<ConfigurationWatcher> logger)
    : BackgroundService
{
    /// <summary>The user in the audit trail.</summary>
    public const string User = "configuration";

    internal static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private ServerConfiguration _inForce = inForce;
    private string _read = Fingerprint([.. options.ConfigurationFiles, options.RulesFolder, .. inForce.RulePaths]);
    private string _seen = "";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is InvalidOperationException or StateUnavailableException)
            {
                // It could not be put in force; the old one is, and the next change tries again.
                Report([$"The new configuration could not be put in force: {failure.Message}"]);
            }
        }
    }

    /// <summary>Looks once; reads and applies what has changed and come to rest.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        string now = Fingerprint([.. options.ConfigurationFiles, options.RulesFolder, .. _inForce.RulePaths]);
        bool isAtRest = now == _seen;
        _seen = now;
        if (!isAtRest || now == _read)
        {
            return;
        }

        _read = now;
        var result = ConfigurationLoader.Load(options.Sources);
        if (result.Configuration is not { } fresh)
        {
            Report([.. result.Problems.Select(problem => problem.ToString())]);

            return;
        }

        await ApplyAsync(DemoConfiguration.Or(fresh), cancellationToken);
    }

    private async Task ApplyAsync(ServerConfiguration fresh, CancellationToken cancellationToken)
    {
        var old = _inForce;
        foreach (var provider in fresh.Providers.Where(provider => old.Providers.Contains(provider)))
        {
            var policy = fresh.PolicyOf(provider);
            if (Fleet.ContentHash.Of(policy) != Fleet.ContentHash.Of(old.PolicyOf(provider)))
            {
                await target.SetPolicyAsync(provider.Name, policy, User, cancellationToken);
                say($"Configuration: policy '{policy.Name}' is in force for {provider.Name}.");
            }
        }

        if (!fresh.Rules.SequenceEqual(old.Rules) || !HaveSameRules(fresh, old))
        {
            await target.SetRulesAsync(fresh.Rules, fresh.RuleFiles, User, cancellationToken);
            int rules = fresh.Rules.Length + fresh.RuleFiles.Sum(file => file.RuleNames.Count());
            say($"Configuration: {rules} alert rules are in force.");
        }

        if (!fresh.Notifications.IsSameAs(old.Notifications))
        {
            notify(fresh.Notifications);
            say($"Configuration: {fresh.Notifications.Receivers.Length} receivers are told from now on.");
        }

        // Files that are read from now on count from what they hold now.
        _read = _seen = Fingerprint([.. options.ConfigurationFiles, options.RulesFolder, .. fresh.RulePaths]);
        _inForce = fresh with { Providers = old.Providers, BackendPools = old.BackendPools, Server = old.Server };
        Report(NeedsRestart(old, fresh));
    }

    private static bool HaveSameRules(ServerConfiguration one, ServerConfiguration other) =>
        one.RuleFiles.Length == other.RuleFiles.Length
        && one.RuleFiles.Zip(other.RuleFiles).All(pair => pair.First.IsSameAs(pair.Second));

    private static ImmutableArray<string> NeedsRestart(ServerConfiguration old, ServerConfiguration fresh)
    {
        var changes = ImmutableArray.CreateBuilder<string>();
        if (!fresh.Providers.SequenceEqual(old.Providers))
        {
            changes.Add("The providers have changed in the files; restart the server to connect to them.");
        }

        if (!fresh.BackendPools.SequenceEqual(old.BackendPools))
        {
            changes.Add("Documents of kind BackendPool have changed in the files; restart the server to speak to them.");
        }

        if (!fresh.Server.IsSameAs(old.Server))
        {
            changes.Add("The document of kind Server has changed in the files; restart the server to put it in force.");
        }

        return changes.ToImmutable();
    }

    private void Report(ImmutableArray<string> problems)
    {
        status.Problems = problems;
        foreach (string problem in problems)
        {
            say($"Configuration not in force: {problem}");
        }

        if (problems.IsEmpty)
        {
            LogReloaded();
        }
    }

    private static string Fingerprint(IEnumerable<string> paths)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string file in paths.SelectMany(FilesOf))
        {
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes(file));
            hash.AppendData(ContentOf(file));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static IEnumerable<string> FilesOf(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).Take(1_000) : [path];

    private static byte[] ContentOf(string file)
    {
        try
        {
            // A file that is too long is a problem whatever its end says.
            using var stream = File.OpenRead(file);
            byte[] content = new byte[Math.Min(stream.Length, (1 << 20) + 1)];
            int read = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);

            return content[..read];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return System.Text.Encoding.UTF8.GetBytes(failure.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The changed configuration is in force.")]
    private partial void LogReloaded();
}
