using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control.Tests.State;

/// <summary>A server that runs for years: old decisions and audit rows are folded, what is left of them is proof, and
/// what is folded can be kept elsewhere.</summary>
public sealed class RetentionTests
{
    private static readonly DateTimeOffset Start = new(2024, 1, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly StateRetention Short = new() { Decisions = StateRetention.LeastDecisions };

    [Fact]
    public void Three_years_hold_no_more_receipts_plans_and_actions_than_are_kept_and_the_chain_of_folds_is_whole()
    {
        using var store = StateStore.OpenInMemory(Short);
        var folder = new DecisionFolder(Fleets.Cluster, store);
        Ask(store, "done", DeploymentStatus.Done);
        Ask(store, "waits", DeploymentStatus.Running);
        for (int day = 0; day < 3 * 365; day++)
        {
            Decide(store, Start.AddDays(day));
            folder.Fold(Start.AddDays(day));
        }

        int kept = store.Receipts.Newest(Fleets.Cluster, 10_000).Count;
        Assert.InRange(kept, 60, 60 + 31 + 31);
        Assert.Equal(3 * 365, kept + store.Folds.All.Sum(fold => fold.Receipts));
        Assert.All(store.Folds.All, fold => Assert.Equal((fold.Receipts, fold.Receipts), (fold.Actions, fold.Succeeded)));
        Assert.Null(store.Journal.PhaseOf(new ActionId("act-1")));
        Assert.Equal("waits", Assert.Single(store.Deployments.Since(Fleets.Cluster, Start)).Id.Value);
        Assert.True(store.VerifyAudit().IsIntact, store.VerifyAudit().Explanation);
        Assert.StartsWith("Decision 5 is too old to be kept by itself", new ReceiptVerifier(store).Verify(5).Explanation);
        Assert.False(new ReceiptVerifier(store).Verify(5).IsConclusive);
    }

    [Fact]
    public void A_month_whose_actions_have_not_all_ended_waits_and_a_cluster_folds_its_own()
    {
        using var store = StateStore.OpenInMemory(Short);
        Decide(store, Start, JournalPhase.Running);
        Decide(store, Start.AddDays(1), cluster: new ClusterId("other"));

        Assert.Null(new DecisionFolder(Fleets.Cluster, store).Fold(Start.AddYears(1)));
        Assert.Equal(1, new DecisionFolder(new("other"), store).Fold(Start.AddYears(1))?.Receipts);
        Assert.NotNull(store.Receipts.Find(1));
        Assert.Null(store.Receipts.Find(2));
    }

    [Fact]
    public void The_archived_lines_have_the_digest_of_the_fold_and_tell_each_decision_with_its_actions()
    {
        using var folder = new TemporaryFile();
        using var store = StateStore.OpenInMemory(Short with { Archive = folder.Path });
        Decide(store, Start);
        Decide(store, Start.AddDays(1));

        var fold = new DecisionFolder(Fleets.Cluster, store).Fold(Start.AddYears(1));

        string text = Unpack(Path.Combine(folder.Path, "decisions-c1-2024-01.jsonl.gz"));
        Assert.Equal(ContentHash.OfBytes(Encoding.UTF8.GetBytes(text)), fold?.Digest);
        using var line = JsonDocument.Parse(text.Split('\n')[1]);
        Assert.Equal(2, line.RootElement.GetProperty("id").GetInt64());
        Assert.Equal("Succeeded", line.RootElement.GetProperty("actions")[0].GetProperty("phase").GetString());
        Directory.Delete(folder.Path, recursive: true);
    }

    [Fact]
    public void An_archive_that_cannot_be_written_folds_nothing()
    {
        using var file = new TemporaryFile();
        File.WriteAllText(file.Path, "no folder");
        using var store = StateStore.OpenInMemory(Short with { Archive = file.Path });
        Decide(store, Start);

        Assert.ThrowsAny<IOException>(() => new DecisionFolder(Fleets.Cluster, store).Fold(Start.AddYears(1)));
        Assert.NotNull(store.Receipts.Find(1));
        Assert.Empty(store.Folds.All);
    }

    [Theory]
    [InlineData("UPDATE fold SET receipts = 5 WHERE id = 1", "Fold 1 of old decisions was edited")]
    [InlineData("UPDATE fold SET digest = 'f00d' WHERE id = 2", "Fold 2 of old decisions was edited")]
    [InlineData("DELETE FROM fold WHERE id = 1", "Fold 1 of old decisions is missing")]
    [InlineData("DELETE FROM fold WHERE id = 2", "Fold 2 of old decisions is missing")]
    public void Tampering_with_folds_is_found(string tampering, string finding)
    {
        using var file = new TemporaryFile();
        using (var store = StateStore.Open(file.Path, Short))
        {
            var folder = new DecisionFolder(Fleets.Cluster, store);
            Decide(store, Start);
            Decide(store, Start.AddDays(40));
            folder.Fold(Start.AddYears(1));
            folder.Fold(Start.AddYears(1));
            Assert.True(store.VerifyAudit().IsIntact, store.VerifyAudit().Explanation);
        }

        Tamper(file, tampering);

        using var opened = StateStore.Open(file.Path, Short);
        Assert.False(opened.VerifyAudit().IsIntact);
        Assert.StartsWith(finding, opened.VerifyAudit().Explanation);
    }

    [Fact]
    public void The_audit_trail_keeps_its_newest_rows_and_stays_a_chain()
    {
        using var folder = new TemporaryFile();
        using var store = StateStore.OpenInMemory(
            new StateRetention { AuditRows = StateRetention.LeastAuditRows, Archive = folder.Path });
        for (int i = 1; i <= 5_000; i++)
        {
            store.Audit.Append(Start.AddMinutes(i), "ada", "plan.approve", "{}");
        }

        var verification = store.VerifyAudit();

        Assert.True(verification.IsIntact, verification.Explanation);
        Assert.InRange(verification.Entries, 1_000, 1_102);
        Assert.Contains("were dropped because of their age, as row", verification.Explanation);
        Assert.Contains("\"sequence\":1,", Unpack(Directory.GetFiles(folder.Path, "audit-1-*").Single()));
        Directory.Delete(folder.Path, recursive: true);
    }

    [Theory]
    [InlineData("DELETE FROM audit WHERE seq = (SELECT MIN(seq) FROM audit)", "Row")]
    [InlineData("DELETE FROM setting WHERE key = 'audit/anchor'", "Row 1 is missing")]
    [InlineData("UPDATE setting SET value = (SELECT seq || ':' || hash FROM audit ORDER BY seq LIMIT 1) WHERE key = 'audit/anchor'; DELETE FROM audit WHERE seq = (SELECT MIN(seq) FROM audit)", "The rows up to")]
    public void Cutting_more_off_the_trail_than_it_says_is_found(string tampering, string finding)
    {
        using var file = new TemporaryFile();
        var terms = new StateRetention { AuditRows = StateRetention.LeastAuditRows };
        using (var store = StateStore.Open(file.Path, terms))
        {
            store.InTransaction(() =>
            {
                for (int i = 1; i <= 1_200; i++)
                {
                    store.Audit.Append(Start.AddMinutes(i), "ada", "plan.approve", "{}");
                }
            });
        }

        Tamper(file, tampering);

        using var opened = StateStore.Open(file.Path, terms);
        Assert.False(opened.VerifyAudit().IsIntact);
        Assert.StartsWith(finding, opened.VerifyAudit().Explanation);
    }

    [Fact]
    public void The_loop_folds_by_itself_and_tells_it()
    {
        using var world = new LoopWorld();
        world.State.Dispose();
        world.State = StateStore.OpenInMemory(Short);
        Decide(world.State, world.Time.GetUtcNow().AddYears(-1));
        world.Start();

        world.RunUntil(state => state.Timeline.Any(one => one.Message.Contains("were folded into the digest", StringComparison.Ordinal)));

        Assert.Single(world.State.Folds.All);
    }

    private static void Decide(
        StateStore store, DateTimeOffset at, JournalPhase phase = JournalPhase.Succeeded, ClusterId? cluster = null)
    {
        var of = cluster ?? Fleets.Cluster;
        var hash = ContentHash.OfBytes(Encoding.UTF8.GetBytes($"{at}"));
        var receipt = store.Receipts.Append(new Receipt(0, at, of, hash, hash, hash, hash, "test", "A plan.", 1));
        store.Receipts.Keep(hash, [.. "text"u8], receipt);
        var action = LoopWorld.PlanOf("act", [Fleets.Move(1, from: 1, to: 2)]).Actions[0] with { Id = new ActionId($"act-{receipt.Id}") };
        store.Journal.Add(of, new JournalEntry(receipt.Id, 0, action, Fleets.Provider, "", at)
        {
            Phase = phase,
            StartedAt = at,
            EndedAt = at.AddMinutes(1),
        });
    }

    private static void Ask(StateStore store, string id, DeploymentStatus status) => store.Deployments.Save(
        Fleets.Cluster,
        new DeploymentRecord(
            new Deployment
            {
                Id = new DeploymentId(id),
                Machines = [],
                RequestedBy = "ada",
                RequestedAt = Start,
                Deadline = Start.AddHours(1),
                Status = status,
            },
            []));

    private static string Unpack(string path)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));

        return text.ReadToEnd();
    }

    private static void Tamper(TemporaryFile file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
