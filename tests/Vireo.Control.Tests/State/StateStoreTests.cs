using Microsoft.Data.Sqlite;
using Vireo.Fleet;

namespace Vireo.Control.Tests.State;

public sealed class StateStoreTests
{
    [Fact]
    public void A_file_that_is_no_state_file_is_refused_with_its_name()
    {
        using var file = new TemporaryFile();
        File.WriteAllText(file.Path, "This is a text, not a database, and it is long enough to be read as a header of one.");

        var refusal = Assert.Throws<InvalidDataException>(() => StateStore.Open(file.Path));

        Assert.Contains(file.Path, refusal.Message);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_refused_and_left_alone()
    {
        using var file = new TemporaryFile();
        StateStore.Open(file.Path).Dispose();
        Change(file, "UPDATE setting SET value = '3' WHERE key = 'schema'");

        var refusal = Assert.Throws<InvalidDataException>(() => StateStore.Open(file.Path));

        Assert.Contains("schema 3", refusal.Message);
    }

    [Fact]
    public void A_file_of_the_first_version_keeps_what_it_holds()
    {
        using var file = new TemporaryFile();
        var content = ContentHash.OfBytes("text"u8);
        using (var store = StateStore.Open(file.Path))
        {
            var receipt = store.Receipts.Append(Draft(content));
            store.Receipts.Keep(content, [.. "text"u8], receipt);
        }

        Change(
            file,
            """
            CREATE TABLE blob (hash TEXT PRIMARY KEY, content BLOB NOT NULL, last_receipt INTEGER NOT NULL) WITHOUT ROWID;
            INSERT INTO blob SELECT hash, packed, last_receipt FROM content;
            DROP TABLE content;
            UPDATE setting SET value = '1' WHERE key = 'schema';
            """);
        for (int open = 0; open < 2; open++)
        {
            using var store = StateStore.Open(file.Path);
            Assert.True("text"u8.SequenceEqual(store.Receipts.FindContent(content)));
        }
    }

    [Fact]
    public void A_busy_cluster_does_not_push_out_what_another_keeps()
    {
        using var store = StateStore.OpenInMemory();
        var content = ContentHash.OfBytes("quiet"u8);
        store.Receipts.Keep(content, [.. "quiet"u8], store.Receipts.Append(Draft(content)));
        for (int i = 0; i < 50; i++)
        {
            byte[] text = [(byte)i];
            var hash = ContentHash.OfBytes(text);
            store.Receipts.Keep(hash, text, store.Receipts.Append(Draft(hash) with { Cluster = new("busy") }));
            store.Receipts.ForgetContents(new("busy"), newestKept: 10);
        }

        Assert.True(store.Receipts.HasContent(content));
        Assert.Equal(10, Enumerable.Range(0, 50).Count(i => store.Receipts.HasContent(ContentHash.OfBytes([(byte)i]))));
    }

    [Fact]
    public void Fencing_tokens_grow_over_restarts_for_each_cluster()
    {
        using var file = new TemporaryFile();
        long[] tokens = new long[3];
        for (int i = 0; i < tokens.Length; i++)
        {
            using var store = StateStore.Open(file.Path);
            tokens[i] = store.Settings.NextFencingToken(Fleets.Cluster);
        }

        Assert.Equal([1, 2, 3], tokens);
    }

    [Fact]
    public void A_transaction_that_fails_leaves_nothing_behind()
    {
        using var store = StateStore.OpenInMemory();

        Assert.Throws<InvalidOperationException>(() => store.InTransaction(() =>
        {
            store.Settings.Set(Fleets.Cluster, "a", "1");
            throw new InvalidOperationException("half way");
        }));

        Assert.Null(store.Settings.Find(Fleets.Cluster, "a"));
        store.InTransaction(() => store.Settings.Set(Fleets.Cluster, "a", "2"));
        Assert.Equal("2", store.Settings.Find(Fleets.Cluster, "a"));
    }

    private static Receipt Draft(ContentHash content) =>
        new(0, DateTimeOffset.UnixEpoch, Fleets.Cluster, content, content, content, content, "test", "", 0);

    private static void Change(TemporaryFile file, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={file.Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
