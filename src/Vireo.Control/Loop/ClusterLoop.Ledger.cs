using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Vireo.Detection;
using Vireo.Fleet;

namespace Vireo.Control;

/// <content>Promises are held against what was measured; a policy that does not keep them loses the wheel
/// (S36).</content>
public sealed partial class ClusterLoop
{
    private const string DemotionKey = "ledger-demotion";
    private const string JudgedSinceKey = "ledger-since";
    private const string DemotionRule = "broken-promises";

    private Incident? _demotion;
    private DateTimeOffset _judgedSince = DateTimeOffset.MinValue;
    private PromiseVerdict _verdict = PromiseCheck.Judge([], share: 0);

    private LedgerState LedgerPicture() => new(_ledger.Newest, _verdict);

    private ImmutableArray<Incident> AllIncidents() => _demotion is null ? _incidents.All : [_demotion, .. _incidents.All];

    private void RecallLedger()
    {
        _ledger.Load();
        if (_state.Settings.Find(_options.Cluster, DemotionKey) is { Length: > 0 } saved)
        {
            _demotion = JsonSerializer.Deserialize(saved, ControlJsonContext.Default.Incident);
        }

        if (_state.Settings.Find(_options.Cluster, JudgedSinceKey) is { } since)
        {
            _judgedSince = new DateTimeOffset(long.Parse(since, CultureInfo.InvariantCulture), TimeSpan.Zero);
        }

        // Edited configuration takes the place of the lowered policy at a restart; that is a person's word, too.
        if (_demotion is not null && IsAbove(_policy, OperatingMode.Recommend))
        {
            PardonPolicy();
            ResolveDemotion();
        }

        _verdict = _ledger.Judge(_policy, _judgedSince);
    }

    private void OpenLedger(Receipt receipt, ImmutableArray<PlannedAction> approved, FleetSnapshot fleet, Outlook outlook)
    {
        if (_options.KeepLedger)
        {
            _ledger.Open(receipt, approved, fleet, outlook, _policy);
        }
    }

    private void KeepLedger()
    {
        if (!_ledger.Measure(_time.GetUtcNow()))
        {
            return;
        }

        _verdict = _ledger.Judge(_policy, _judgedSince);
        if (_verdict.IsBroken && _demotion is null && IsAbove(_policy, OperatingMode.Recommend))
        {
            Demote();
        }
    }

    private void Demote()
    {
        var now = _time.GetUtcNow();
        var cluster = EntityId.Of(_options.Cluster);
        var incident = new Incident(
            $"{DemotionRule}:{cluster}:{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}", DemotionRule, cluster, Severity.Warning,
            $"Policy '{_policy.Name}' was lowered to recommend: its plans do not bring what they promise.",
            $"{_verdict.Explanation} Its newest plans are in the ledger; set the mode again to go on with it.",
            now, now, ResolvedAt: null);
        var lowered = Lowered(_policy);
        _state.InTransaction(() =>
        {
            SavePolicy(lowered);
            SaveDemotion(incident);
            Audit(Self, "policy.demote", ("name", lowered.Name), ("mode", $"{lowered.DefaultMode}"), ("why", _verdict.Explanation));
        });
        _policy = lowered;
        _demotion = incident;
        TellIncident(incident);
        TellInForce($"Policy '{lowered.Name}' only recommends from now on. {_verdict.Explanation}", Self);
    }

    // A person has spoken: what was measured before says nothing against what they have put in force now.
    private void PardonPolicy()
    {
        _judgedSince = _time.GetUtcNow();
        _state.Settings.Set(
            _options.Cluster, JudgedSinceKey, _judgedSince.UtcTicks.ToString(CultureInfo.InvariantCulture));
        SaveDemotion(incident: null);
    }

    private bool IsPardon(Policy policy) => _demotion is not null
        && (IsAbove(policy, OperatingMode.Recommend) || LedgerBook.TermsOf(policy) != LedgerBook.TermsOf(_policy));

    private void ResolveDemotion()
    {
        if (_demotion is { } over)
        {
            var now = _time.GetUtcNow();
            _demotion = null;
            var resolved = over with { UpdatedAt = now, ResolvedAt = now };
            _incidents.AddResolved(resolved);
            TellIncident(resolved);
        }
    }

    private void SaveDemotion(Incident? incident) => _state.Settings.Set(
        _options.Cluster, DemotionKey,
        incident is null ? "" : JsonSerializer.Serialize(incident, ControlJsonContext.Default.Incident));

    private static bool IsAbove(Policy policy, OperatingMode mode) =>
        policy.DefaultMode > mode || policy.Modes.Any(scope => scope.Mode > mode);

    private static Policy Lowered(Policy policy) => policy with
    {
        DefaultMode = Lowered(policy.DefaultMode),
        Modes = [.. policy.Modes.Select(scope => scope with { Mode = Lowered(scope.Mode) })],
    };

    private static OperatingMode Lowered(OperatingMode mode) => mode > OperatingMode.Recommend ? OperatingMode.Recommend : mode;
}
