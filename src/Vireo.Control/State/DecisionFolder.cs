using System.Globalization;
using System.Text.Json;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Folds the oldest decisions of a cluster once they are older than they are kept, a calendar month at a
/// time.</summary>
internal sealed class DecisionFolder(ClusterId cluster, StateStore state)
{
    private static readonly TimeSpan WaitForOpen = TimeSpan.FromDays(1);
    private DateTimeOffset _nextLook = DateTimeOffset.MinValue;

    /// <summary>Folds at most one month; null when there is none to fold.</summary>
    /// <exception cref="IOException">The archive cannot be written; nothing was folded.</exception>
    /// <exception cref="StateUnavailableException">The state file cannot be written; nothing was folded.</exception>
    public DecisionFold? Fold(DateTimeOffset now)
    {
        if (now < _nextLook || state.Receipts.Oldest(cluster) is not { } oldest)
        {
            return null;
        }

        var since = MonthOf(oldest.At);
        var until = since.AddMonths(1);
        var due = until + state.Retention.Decisions;
        if (now < due)
        {
            _nextLook = due;
            return null;
        }

        if (state.Journal.HasOpenBefore(cluster, until))
        {
            _nextLook = now + WaitForOpen;
            return null;
        }

        var draft = Read(since, until);
        var fold = draft;
        state.InTransaction(() =>
        {
            fold = state.Folds.Append(draft);
            state.Receipts.ForgetBefore(cluster, until);
            state.Deployments.ForgetEndedBefore(cluster, until);
            state.Audit.Append(now, "vireo", AuditTrail.DecisionsFolded, Detail(fold));
        });

        return fold;
    }

    private DecisionFold Read(DateTimeOffset since, DateTimeOffset until)
    {
        var receipts = state.Receipts.Before(cluster, until);
        string month = since.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        using var lines = new FoldedLines(state.Retention.Archive, $"decisions-{cluster}-{month}");
        long actions = 0;
        long succeeded = 0;
        foreach (var receipt in receipts)
        {
            var journal = state.Journal.OfReceipt(receipt.Id);
            actions += journal.Count;
            succeeded += journal.Count(entry => entry.Phase == JournalPhase.Succeeded);
            lines.Add(json => Write(json, receipt, state.Receipts.FindEffect(receipt.Id), journal));
        }

        return new DecisionFold(
            0, cluster, since, until, receipts[0].Id, receipts[^1].Id, receipts.Count, actions, succeeded, lines.Complete(),
            Previous: "", Hash: "");
    }

    private static void Write(Utf8JsonWriter json, Receipt receipt, MeasuredEffect? effect, List<JournalEntry> journal)
    {
        json.WriteNumber("id", receipt.Id);
        json.WriteString("at", receipt.At);
        json.WriteString("cluster", receipt.Cluster.Value);
        json.WriteString("fleet", receipt.Fleet.Value);
        json.WriteString("outlook", receipt.Outlook.Value);
        json.WriteString("policy", receipt.Policy.Value);
        json.WriteString("plan", receipt.Plan.Value);
        json.WriteString("codeVersion", receipt.CodeVersion);
        json.WriteString("summary", receipt.Summary);
        json.WriteNumber("actionCount", receipt.ActionCount);
        if (effect is not null)
        {
            json.WritePropertyName("effect");
            json.WriteRawValue(JsonSerializer.SerializeToUtf8Bytes(effect, ControlJsonContext.Default.MeasuredEffect));
        }

        json.WriteStartArray("actions");
        foreach (var entry in journal)
        {
            Write(json, entry);
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, JournalEntry entry)
    {
        json.WriteStartObject();
        json.WritePropertyName("planned");
        json.WriteRawValue(CanonicalJson.Write(entry.Planned));
        json.WriteString("phase", $"{entry.Phase}");
        json.WriteString("detail", entry.Detail);
        json.WriteString("provider", entry.Provider.Value);
        json.WriteString("approvedBy", entry.ApprovedBy);
        json.WriteNumber("fence", entry.Fence);
        json.WriteString("before", entry.Before);
        json.WriteString("after", entry.After);
        json.WriteString("created", entry.CreatedAt);
        Write(json, "started", entry.StartedAt);
        Write(json, "ended", entry.EndedAt);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? instant)
    {
        if (instant is { } known)
        {
            json.WriteString(name, known);
        }
    }

    private static string Detail(DecisionFold fold) => JsonSerializer.Serialize(
        new Dictionary<string, string>
        {
            ["fold"] = fold.Id.ToString(CultureInfo.InvariantCulture),
            ["hash"] = fold.Hash,
            ["cluster"] = fold.Cluster.Value,
            ["month"] = fold.Since.UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            ["receipts"] = fold.Receipts.ToString(CultureInfo.InvariantCulture),
        },
        ControlJsonContext.Default.DictionaryStringString);

    private static DateTimeOffset MonthOf(DateTimeOffset instant) =>
        new(instant.UtcDateTime.Year, instant.UtcDateTime.Month, 1, 0, 0, 0, TimeSpan.Zero);
}
