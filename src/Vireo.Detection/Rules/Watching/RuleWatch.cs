using System.Globalization;
using Vireo.Detection.Rules.Evaluation;
using Vireo.Fleet;

namespace Vireo.Detection.Rules.Watching;

/// <summary>Turns the alerts of rules into findings: what fires is wrong, what no longer does is over.</summary>
internal static class RuleWatch
{
    public static void Run(Look look, AlertPicture picture, List<Finding> findings)
    {
        var firing = picture.Alerts
            .Where(alert => alert.Alert.State == AlertState.Firing)
            .GroupBy(alert => (alert.Alert.Rule, alert.Entity));
        var told = new HashSet<(string, EntityId)>();
        foreach (IGrouping<(string Rule, EntityId Entity), RuleAlert> alerts in firing)
        {
            told.Add(alerts.Key);
            findings.Add(Firing(alerts.Key.Rule, alerts.Key.Entity, [.. alerts]));
        }

        foreach (Incident incident in look.State.Open)
        {
            if (picture.Rules.Contains(incident.Rule) && !told.Contains((incident.Rule, incident.Entity)))
            {
                findings.Add(new(
                    incident.Rule, incident.Entity, Standing.Calm, incident.Severity, incident.Title, incident.Evidence,
                    look.Now, 0));
            }
        }
    }

    private static Finding Firing(string rule, EntityId entity, RuleAlert[] alerts)
    {
        RuleAlert worst = alerts.MaxBy(alert => SeverityOf(alert.Alert))!;
        long since = alerts.Min(alert => alert.Alert.ActiveAt);
        string more = alerts.Length > 1 ? $", and {alerts.Length - 1} more of its kind" : "";

        return new(
            rule, entity, Standing.Lasting, SeverityOf(worst.Alert), TitleOf(worst),
            EvidenceOf(worst) + more,
            DateTimeOffset.FromUnixTimeMilliseconds(since), alerts.Length)
        {
            Labels = worst.Alert.Labels.ToDictionary(),
        };
    }

    private static string TitleOf(RuleAlert alert) =>
        alert.Alert.Annotations.GetValueOrDefault("summary")
        ?? alert.Alert.Annotations.GetValueOrDefault("description")
        ?? $"{alert.Alert.Rule} fires for {alert.Entity}.";

    private static string EvidenceOf(RuleAlert alert) =>
        alert.Alert.Annotations.ContainsKey("summary") && alert.Alert.Annotations.TryGetValue("description", out string? text)
            ? text
            : string.Create(CultureInfo.InvariantCulture, $"{alert.Alert.Rule}: {alert.Alert.Value:0.###}");

    /// <summary>As the label <c>severity</c> says, in the words people use for it; a warning when it says
    /// nothing.</summary>
    private static Severity SeverityOf(Alert alert) => alert.Labels["severity"].ToUpperInvariant() switch
    {
        "CRITICAL" or "PAGE" or "ERROR" or "EMERGENCY" or "FATAL" or "HIGH" => Severity.Critical,
        "INFO" or "INFORMATION" or "NOTICE" or "LOW" or "NONE" => Severity.Info,
        _ => Severity.Warning,
    };
}
