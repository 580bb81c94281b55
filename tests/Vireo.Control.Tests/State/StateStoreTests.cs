using Microsoft.Data.Sqlite;

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
        using (var connection = new SqliteConnection($"Data Source={file.Path};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE setting SET value = '2' WHERE key = 'schema'";
            command.ExecuteNonQuery();
        }

        var refusal = Assert.Throws<InvalidDataException>(() => StateStore.Open(file.Path));

        Assert.Contains("schema 2", refusal.Message);
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
}
