using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Vireo.Detection;
using Vireo.Detection.Rules.Files;
using Vireo.Fleet;
using Vireo.Server.Api.Rules;
using Vireo.Server.Configuration;
using Vireo.Server.Hosting;
using Vireo.Server.Notifying;

namespace Vireo.Server.Tests.Hosting;

public sealed class ConfigurationWatcherTests : IDisposable
{
    private const string Provider = "apiVersion: vireo/v1\nkind: Provider\nname: lab\ntype: simulation\nscenario: demo\n---\n";
    private const string Policy = "apiVersion: vireo/v1\nkind: Policy\nname: p\n";

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingTarget _target = new();
    private readonly ConfigurationStatus _status = new();
    private readonly List<string> _said = [];
    private readonly List<NotificationSettings> _notified = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_changed_policy_is_put_in_force_once_the_file_has_come_to_rest()
    {
        using var watcher = Watch(Provider + Policy);
        _folder.Write("vireo.yaml", Provider + Policy + "mode: autopilot\n");

        await watcher.LookAsync(TestContext.Current.CancellationToken);
        int afterFirstLook = _target.Changes.Count;
        await watcher.LookAsync(TestContext.Current.CancellationToken);
        await watcher.LookAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, afterFirstLook);
        Assert.Equal(["lab: p in Autopilot by configuration"], _target.Changes);
        Assert.Empty(_status.Problems);
    }

    [Fact]
    public async Task A_bad_file_keeps_the_old_configuration_and_shows_the_problem_until_it_is_mended()
    {
        using var watcher = Watch(Provider + Policy);

        await ChangeAsync(watcher, Provider + Policy + "mode: autopilt\n");
        var problems = _status.Problems;
        await ChangeAsync(watcher, Provider + Policy + "mode: approve\n");

        Assert.Contains("vireo.yaml:10:7: Expected observe", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Contains(_said, sentence => sentence.Contains("not in force", StringComparison.Ordinal));
        Assert.Equal(["lab: p in Approve by configuration"], _target.Changes);
        Assert.Empty(_status.Problems);
    }

    [Fact]
    public async Task A_deleted_file_changes_nothing_and_is_said()
    {
        using var watcher = Watch(Provider + Policy);
        File.Delete(Path.Combine(_folder.Path, "vireo.yaml"));

        await watcher.LookAsync(TestContext.Current.CancellationToken);
        await watcher.LookAsync(TestContext.Current.CancellationToken);

        Assert.Empty(_target.Changes);
        Assert.Contains("cannot be read", Assert.Single(_status.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Changed_alert_rules_are_put_in_force()
    {
        using var watcher = Watch(Provider + Policy);

        await ChangeAsync(watcher, Provider + Policy + "---\napiVersion: vireo/v1\nkind: AlertRules\nname: a\nincludeDefaults: false\nrules: [{ name: r, entity: vm, metric: cpu.ready, above: 0.2 }]\n");

        Assert.Equal(["rules r by configuration"], _target.Changes);
    }

    [Fact]
    public async Task A_change_in_a_rule_file_counts_like_one_in_the_configuration()
    {
        string rules = Path.Combine(_folder.Path, "own.rules");
        const string Set = "---\napiVersion: vireo/v1\nkind: AlertRules\nname: a\nincludeDefaults: false\nfiles: [own.rules]\n";
        await File.WriteAllTextAsync(rules, "groups: [{name: g, rules: [{alert: A, expr: up}]}]", TestContext.Current.CancellationToken);
        using var watcher = Watch(Provider + Policy);
        await ChangeAsync(watcher, Provider + Policy + Set);

        await File.WriteAllTextAsync(rules, "groups: [{name: g, rules: [{alert: B, expr: up}]}]", TestContext.Current.CancellationToken);
        await ChangeAsync(watcher, Provider + Policy + Set);

        Assert.Equal(["rules A by configuration", "rules B by configuration"], _target.Changes);
    }

    [Fact]
    public async Task Rules_that_were_saved_are_put_in_force_and_end_where_nothing_is_configured_too()
    {
        var options = new ServerOptions { DataFolder = _folder.Path };
        using var state = Vireo.Control.StateStore.OpenInMemory();
        var saved = new SavedRules(options, new ServerAudit(state, TimeProvider.System));
        using var watcher = new ConfigurationWatcher(
            options, DemoConfiguration.Or(ServerConfiguration.Empty), _target, _notified.Add, _status, TimeProvider.System, _said.Add,
            NullLogger<ConfigurationWatcher>.Instance);

        saved.Save("mine", "groups: [{name: g, rules: [{alert: Saved, expr: up}]}]"u8.ToArray(), "ada");
        await LookTwiceAsync(watcher);
        saved.Remove("mine", "ada");
        await LookTwiceAsync(watcher);

        Assert.Equal(2, _target.Changes.Count);
        Assert.Contains(",Saved by configuration", _target.Changes[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Saved", _target.Changes[1], StringComparison.Ordinal);
        Assert.Empty(_status.Problems);
    }

    [Fact]
    public async Task What_needs_a_restart_is_said_and_the_rest_is_put_in_force()
    {
        using var watcher = Watch(Provider + Policy);

        await ChangeAsync(
            watcher, Provider + Policy + "mode: recommend\n---\n" + Provider.Replace("lab", "second", StringComparison.Ordinal) +
            "apiVersion: vireo/v1\nkind: Server\nrequireTokenForReads: true\n");

        Assert.Equal(["lab: p in Recommend by configuration"], _target.Changes);
        Assert.Equal(2, _status.Problems.Length);
        Assert.All(_status.Problems, problem => Assert.Contains("restart the server", problem, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_touched_file_with_the_same_text_changes_nothing()
    {
        using var watcher = Watch(Provider + Policy);

        await ChangeAsync(watcher, Provider + Policy);

        Assert.Empty(_target.Changes);
        Assert.Empty(_said);
    }

    private ConfigurationWatcher Watch(string content)
    {
        string file = _folder.Write("vireo.yaml", content);
        var inForce = ConfigurationLoader.Load([file]).Configuration;
        Assert.NotNull(inForce);

        return new ConfigurationWatcher(
            new ServerOptions { ConfigurationFiles = [file] }, inForce, _target, _notified.Add, _status,
            TimeProvider.System,
            _said.Add,
            NullLogger<ConfigurationWatcher>.Instance);
    }

    private async Task ChangeAsync(ConfigurationWatcher watcher, string content)
    {
        _folder.Write("vireo.yaml", content);
        await LookTwiceAsync(watcher);
    }

    private static async Task LookTwiceAsync(ConfigurationWatcher watcher)
    {
        await watcher.LookAsync(TestContext.Current.CancellationToken);
        await watcher.LookAsync(TestContext.Current.CancellationToken);
    }

    private sealed class RecordingTarget : IReloadTarget
    {
        public List<string> Changes { get; } = [];

        public Task SetPolicyAsync(string provider, Policy policy, string user, CancellationToken cancellationToken)
        {
            Changes.Add($"{provider}: {policy.Name} in {policy.DefaultMode} by {user}");

            return Task.CompletedTask;
        }

        public Task SetRulesAsync(
            ImmutableArray<ThresholdRule> rules, ImmutableArray<RuleFile> files, string user,
            CancellationToken cancellationToken)
        {
            string[] names = [.. rules.Select(rule => rule.Name), .. files.SelectMany(file => file.RuleNames)];
            Changes.Add($"rules {string.Join(',', names)} by {user}");

            return Task.CompletedTask;
        }
    }
}
