using Microsoft.Data.Sqlite;

namespace Vireo.Control.Tests.State;

public sealed class AuditTrailTests
{
    [Theory]
    [InlineData("UPDATE audit SET user = 'mallory' WHERE seq = 3", "Row 3 was edited")]
    [InlineData("UPDATE audit SET at = at + 1 WHERE seq = 1", "Row 1 was edited")]
    [InlineData("UPDATE audit SET detail = replace(detail, '3', '4') WHERE seq = 3", "Row 3 was edited")]
    [InlineData("UPDATE audit SET user = user || action, action = '' WHERE seq = 2", "Row 2 was edited")]
    [InlineData("DELETE FROM audit WHERE seq = 3", "Row 3 is missing")]
    [InlineData("DELETE FROM audit WHERE seq = 1", "Row 1 is missing")]
    [InlineData("DELETE FROM audit WHERE seq >= 5", "The newest rows are missing")]
    [InlineData("DELETE FROM audit", "The newest rows are missing")]
    [InlineData("DELETE FROM audit WHERE seq = 3; UPDATE audit SET seq = seq - 1 WHERE seq > 3", "Row 3 does not follow")]
    [InlineData("UPDATE audit SET seq = 99 WHERE seq = 2; UPDATE audit SET seq = 2 WHERE seq = 3; UPDATE audit SET seq = 3 WHERE seq = 99", "Row 2 does not follow")]
    public void Tampering_is_found_and_the_row_is_named(string tampering, string finding)
    {
        using var file = new TemporaryFile();
        Fill(file, rows: 6);

        Tamper(file, tampering);

        using var store = StateStore.Open(file.Path);
        var verification = store.VerifyAudit();
        Assert.False(verification.IsIntact);
        Assert.StartsWith(finding, verification.Explanation);
    }

    [Fact]
    public void An_honest_trail_is_intact_after_a_restart_and_goes_on()
    {
        using var file = new TemporaryFile();
        Fill(file, rows: 6);
        Fill(file, rows: 2);

        using var store = StateStore.Open(file.Path);
        var verification = store.VerifyAudit();

        Assert.Equal(new AuditVerification(true, 8, "All 8 rows are intact."), verification);
        Assert.StartsWith("8:", store.Audit.Head);
        Assert.Equal(8, store.Audit.Newest(3)[0].Sequence);
    }

    private static void Fill(TemporaryFile file, int rows)
    {
        using var store = StateStore.Open(file.Path);
        for (int i = 1; i <= rows; i++)
        {
            store.Audit.Append(DateTimeOffset.UnixEpoch.AddMinutes(i), "ada", "plan.approve", $$"""{"plan":"{{i}}"}""");
        }
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
