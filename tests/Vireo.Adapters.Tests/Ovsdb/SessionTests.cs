using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Vireo.Adapters.Ovsdb;

namespace Vireo.Adapters.Tests.Ovsdb;

/// <summary>The client against a real server, with OVN's own client as referee.</summary>
public sealed class SessionTests
{
    private static readonly OvsdbTable Switches = new("Logical_Switch");
    private static readonly OvsdbTable Ports = new("Logical_Switch_Port", "name", "addresses", "options", "tag", "enabled");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_read_back_and_the_referee_sees_the_same()
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var session = DatabaseServer.Session(server.Settings(Switches, Ports));
        var transaction = new OvsdbTransaction()
            .Insert("Logical_Switch_Port", Row(
                ("name", "web \"1\""), ("addresses", OvsdbValue.Set(["52:54:00:00:00:01 10.0.0.1", "unknown"])),
                ("options", OvsdbValue.Map([KeyValuePair.Create("mtu", "1400")])), ("tag", 7L), ("enabled", true)), "port")
            .Insert("Logical_Switch", Row(("name", "net"), ("ports", OvsdbAtom.Inserted("port"))));

        var results = await session.TransactAsync(transaction, Token);

        var row = Assert.Single(session.Current.Table("Logical_Switch_Port")).Value;
        Assert.Equal(results[0].Uuid, row.Uuid);
        Assert.Equal("web \"1\"", row.Text("name"));
        Assert.Equal(["52:54:00:00:00:01 10.0.0.1", "unknown"], row["addresses"].Keys.Select(one => one.Text));
        Assert.Equal("1400", row["options"].Find("mtu")!.Value.Text);
        Assert.Equal((7, true), (row["tag"].Single!.Value.Integer, row["enabled"].Single!.Value.Boolean));
        Assert.Equal(row.Uuid, session.Current.Table("Logical_Switch")[results[1].Uuid!.Value]["ports"].Single!.Value.Uuid);
        Assert.Equal("\"web \\\"1\\\"\"", await server.ClientAsync("get", "logical_switch_port", row.Uuid.ToString(), "name"));
        Assert.Equal("7", await server.ClientAsync("get", "logical_switch_port", row.Uuid.ToString(), "tag"));
    }

    [Theory]
    [InlineData("asks what changed")]
    [InlineData("asks for conditions", "monitor_cond_since")]
    [InlineData("asks as in 2013", "monitor_cond_since", "monitor_cond")]
    public async Task Changes_of_others_come_in_every_dialect(string dialect, params string[] unknown)
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var relay = new Relay(server, unknown);
        await using var session = DatabaseServer.Session(DatabaseServer.SettingsOf($"unix:{relay.Path}", Switches, Ports));
        await session.ReadAsync(Token);

        await server.ClientAsync(
            "ls-add", "a", "--", "lsp-add", "a", "p", "--", "set", "logical_switch_port", "p", "addresses=one,two", "--",
            "lsp-set-options", "p", "k=1", "l=2");
        await session.WaitForAsync(all => Texts(all).Contains("p one,two k=1,l=2"), Token);
        await server.ClientAsync("set", "logical_switch_port", "p", "addresses=two,three", "--", "lsp-set-options", "p", "k=9", "m=3");
        await session.WaitForAsync(all => Texts(all).Contains("p three,two k=9,m=3"), Token);
        await server.ClientAsync("ls-del", "a");

        var end = await session.WaitForAsync(all => all.Table("Logical_Switch").IsEmpty, Token);
        Assert.True(end.Table("Logical_Switch_Port").IsEmpty, dialect);
    }

    [Fact]
    public async Task A_cut_connection_costs_only_what_changed_meanwhile()
    {
        await using var server = await DatabaseServer.StartAsync(isClustered: true);
        await using var relay = new Relay(server);

        // A server forgets transactions that together are larger than its database.
        await server.ClientAsync([.. Enumerable.Range(0, 60).SelectMany(i => new[] { "--", "ls-add", $"filler-{i}" }).Skip(1)]);
        await using var session = DatabaseServer.Session(DatabaseServer.SettingsOf($"unix:{relay.Path}", Switches));
        await session.ReadAsync(Token);
        await server.ClientAsync("ls-add", "before");
        var before = await session.WaitForAsync(all => Names(all).Contains("before"), Token);

        relay.CutAll();
        await server.ClientAsync("ls-add", "meanwhile", "--", "ls-del", "before");
        var end = await session.WaitForAsync(all => Names(all).Contains("meanwhile"), Token);

        Assert.Equal(["before", "meanwhile"], before.ChangesUntil(end).Select(one => (one.Before ?? one.After)!.Text("name")!).Order());
        Assert.Equal(1, session.FullReads);
        Assert.True(session.Connections >= 2);
    }

    [Fact]
    public async Task Killed_again_and_again_nothing_is_missed_and_nothing_made_up()
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var session = DatabaseServer.Session(server.Settings(Switches));
        await session.ReadAsync(Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var told = new Dictionary<Guid, string>();
        var following = FollowAsync(session, told, stop.Token);
        var acknowledged = new List<string>();
        for (int round = 0; round < 4; round++)
        {
            var writing = WriteAsync(session, $"r{round}-", acknowledged);
            await session.WaitForAsync(all => Names(all).Any(name => name.StartsWith($"r{round}-", StringComparison.Ordinal)), Token);
            await server.KillAsync();
            await writing;
            await server.StartAgainAsync();
        }

        await session.ReadAsync(Token);
        await session.TransactAsync(new OvsdbTransaction().Insert("Logical_Switch", Row(("name", "end"))), Token);
        var end = await session.WaitForAsync(all => Names(all).Contains("end"), Token);
        await stop.CancelAsync();
        await following;

        var theirs = (await server.ClientAsync("--bare", "--columns=name", "list", "logical_switch"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(theirs, Names(end));
        Assert.Subset(theirs.ToHashSet(), acknowledged.ToHashSet());
        Assert.All(told, one => Assert.Equal(end.Table("Logical_Switch")[one.Key].Text("name"), one.Value));
        Assert.True(acknowledged.Count > 0);
    }

    [Fact]
    public async Task Refusals_say_what_and_change_nothing()
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var session = DatabaseServer.Session(server.Settings(Switches));
        var guarded = new OvsdbTransaction()
            .Require("Logical_Switch", OvsdbCondition.Equal("name", "one"), ["name"])
            .Insert("Logical_Switch", Row(("name", "one")));
        await session.TransactAsync(guarded, Token);

        var second = await Assert.ThrowsAsync<OvsdbFault>(() => session.TransactAsync(guarded, Token));
        var wrong = await Assert.ThrowsAsync<OvsdbFault>(() => session.TransactAsync(
            new OvsdbTransaction().Insert("Logical_Switch", Row(("name", "two"))).Insert("Logical_Switch", Row(("nmae", "x"))), Token));

        Assert.Equal("timed out", second.Error);
        Assert.Contains("nmae", wrong.Message, StringComparison.Ordinal);
        Assert.Contains(server.Socket, wrong.Message, StringComparison.Ordinal);
        Assert.Equal(["one"], Names(session.Current));
    }

    [Fact]
    public async Task One_holds_the_lock_and_the_next_gets_it_when_the_first_goes()
    {
        await using var server = await DatabaseServer.StartAsync();
        await using var second = DatabaseServer.Session(server.Settings(Switches) with { Lock = "vireo" });
        await using (var first = DatabaseServer.Session(server.Settings(Switches) with { Lock = "vireo" }))
        {
            await first.WaitForLockAsync(Token);
            await second.ReadAsync(Token);
            var write = new OvsdbTransaction().RequireLock("vireo").Insert("Logical_Switch", Row(("name", "mine")));

            Assert.Equal("not owner", (await Assert.ThrowsAsync<OvsdbFault>(() => second.TransactAsync(write, Token))).Error);
            await first.TransactAsync(write, Token);
            Assert.False(second.HoldsLock);
        }

        await second.WaitForLockAsync(Token);
    }

    [Fact]
    public async Task Tls_is_spoken_and_a_stranger_is_not_believed()
    {
        using var files = new Certificates();
        await using var server = await DatabaseServer.StartAsync(
            false, "--remote=pssl:0:127.0.0.1", $"--private-key={files.Key}", $"--certificate={files.Certificate}", $"--ca-cert={files.Certificate}");
        string log = await File.ReadAllTextAsync(Path.Combine(server.Folder, "db.log"), Token);
        string port = log.Split("listening on port ")[1].Split('\n')[0];
        var settings = DatabaseServer.SettingsOf($"ssl:127.0.0.1:{port}", Switches);
        using var strangers = new Certificates();

        await using var known = DatabaseServer.Session(
            settings with { Tls = new OvsdbTls(files.Certificate, files.Certificate, files.Key) });
        await using var stranger = DatabaseServer.Session(
            settings with { Tls = new OvsdbTls(strangers.Certificate, strangers.Certificate, strangers.Key) });

        await known.TransactAsync(new OvsdbTransaction().Insert("Logical_Switch", Row(("name", "tls"))), Token);
        Assert.Equal(["tls"], Names(known.Current));
        await Assert.ThrowsAsync<OvsdbLost>(() => stranger.ReadAsync(Token));
    }

    private static async Task FollowAsync(OvsdbSession session, Dictionary<Guid, string> told, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var update in session.FollowAsync(cancellationToken))
            {
                foreach (var change in update.Changes)
                {
                    // Fails when a row comes twice, or goes without having come.
                    if (change is { Before: null, After: { } after })
                    {
                        told.Add(after.Uuid, after.Text("name")!);
                    }
                    else if (change is { Before: { } before, After: null })
                    {
                        Assert.True(told.Remove(before.Uuid));
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The end.
        }
    }

    private static async Task WriteAsync(OvsdbSession session, string prefix, List<string> acknowledged)
    {
        for (int i = 0; i < 5_000; i++)
        {
            try
            {
                await session.TransactAsync(
                    new OvsdbTransaction().Insert("Logical_Switch", Row(("name", $"{prefix}{i}"))).Durable(), Token);
                acknowledged.Add($"{prefix}{i}");
            }
            catch (OvsdbLost)
            {
                return;
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, OvsdbValue>> Row(params (string Name, OvsdbValue Value)[] columns) =>
        columns.Select(column => KeyValuePair.Create(column.Name, column.Value));

    private static List<string> Names(OvsdbSnapshot all) =>
        [.. all.Table("Logical_Switch").Values.Select(row => row.Text("name")!).Order(StringComparer.Ordinal)];

    private static List<string> Texts(OvsdbSnapshot all) =>
    [
        .. all.Table("Logical_Switch_Port").Values.Select(row =>
            $"{row.Text("name")} {string.Join(',', row["addresses"].Keys)} " +
            string.Join(',', row["options"].Keys.Zip(row["options"].Values, (key, value) => $"{key}={value}"))),
    ];

    /// <summary>A certificate that signs itself, in files.</summary>
    private sealed class Certificates : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vireo-tls-");

        public Certificates()
        {
            using var key = RSA.Create(2048);
            var request = new CertificateRequest("CN=ovsdb", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
            using var certificate = request.CreateSelfSigned(
                TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
            File.WriteAllText(Certificate, certificate.ExportCertificatePem());
            File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem());
        }

        public string Certificate => Path.Combine(_folder.FullName, "cert.pem");

        public string Key => Path.Combine(_folder.FullName, "key.pem");

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
