using CsCheck;
using Vireo.Adapters.Libvirt;
using Vireo.Adapters.Probing;
using Vireo.Adapters.VSphere;
using Vireo.Detection;
using Vireo.Fleet;
using Vireo.Server.Configuration;

namespace Vireo.Server.Tests.Configuration;

public class ReadingTests
{
    private static readonly string[] Pieces =
    [
        "apiVersion: vireo/v1\n", "kind: Policy\n", "kind: Provider\n", "name: ", "\n", "- ", "  ", "{", "}", "[", "]", "'", "\"",
        "|\n", ">-\n", "? ", ": ", "&a", "*a", "!t ", "!!int ", "---\n", "...\n", "%YAML 9.9\n", "# c\n", "mode", "\t", "\u00e9", "\\x", ",", "<<",
    ];

    [Fact]
    public void Known_events_are_read_and_written_back()
    {
        var policy = Loading.Valid(
            """
            apiVersion: vireo/v1
            kind: Policy
            name: shop
            sharedTrees: true
            refineModels: false
            events:
              - name: sale
                start: 2026-03-05T20:00+01:00
                duration: 2h30m
                repeat: weekly
                until: 2026-12-31T00:00Z
                tags: [shop]
                groups: [site-01]
                virtualMachines: [db]
              - { name: release, start: 2026-04-01T03:00:00Z, duration: 1h }
            """).Policies.Single();

        var sale = policy.Events[0];
        Assert.True(policy.SharedTrees);
        Assert.False(policy.RefineModels);
        Assert.Equal(new DateTimeOffset(2026, 3, 5, 19, 0, 0, TimeSpan.Zero), sale.Start);
        Assert.Equal(TimeSpan.FromHours(1), sale.Start.Offset);
        Assert.Equal(TimeSpan.FromMinutes(150), sale.Duration);
        Assert.Equal((EventRepeat.Weekly, EventRepeat.Once), (sale.Repeat, policy.Events[1].Repeat));
        Assert.Equal(new DateTimeOffset(2026, 12, 31, 0, 0, 0, TimeSpan.Zero), sale.Until);
        Assert.Equal(("shop", "site-01", "db"), (sale.Tags[0], sale.Groups[0].Value, sale.VirtualMachines[0].Value));
        Assert.Null(policy.Events[1].Until);
        string written = PolicyText.Write(policy).ToJsonString();
        Assert.Equal(written, PolicyText.Write(Loading.Valid(written).Policies.Single()).ToJsonString());
    }

    [Fact]
    public void A_preset_is_laid_under_the_keys_beside_it_wherever_it_stands()
    {
        var policy = Loading.Valid(
            """
            apiVersion: vireo/v1
            kind: Policy
            name: thrifty
            fillUpToRatio: 0.8
            preset: save-energy
            """).Policies.Single();

        var expected = PolicyPreset.Apply("save-energy", new Policy { Name = "thrifty" }) with { FillUpToRatio = 0.8 };
        Assert.Equal(CanonicalJson.Write(expected), CanonicalJson.Write(policy));
        var readAgain = Loading.Valid(PolicyText.Write(policy).ToJsonString()).Policies.Single();
        Assert.Equal(CanonicalJson.Write(expected), CanonicalJson.Write(readAgain));
    }

    [Fact]
    public void An_unknown_preset_names_the_nearest() =>
        Assert.Contains("The nearest is 'save-energy'", Loading.OnlyProblem(
            """
            apiVersion: vireo/v1
            kind: Policy
            name: thrifty
            preset: saveEnergy
            """).Message);

    [Fact]
    public void A_policy_is_read_with_all_its_keys()
    {
        var policy = Loading.Valid(
            """
            apiVersion: vireo/v1
            kind: Policy
            name: night
            strategy: threshold
            mode: approve
            modes:
              - { scope: host/h-07, mode: observe }
              - { scope: cluster/demo, mode: recommend }
            pinned: [vm-1]
            rules:
              - name: apart
                kind: keepApart
                virtualMachines: [a, b]
              - name: licensed
                kind: onlyOn
                virtualMachines: [db]
                hosts: [h-01, h-02]
            horizon: 1h30m
            demandQuantile: 0.99
            relieveAboveRatio: 0.8
            fillUpToRatio: 0.7
            memoryOvercommit: 1.5
            balance: true
            balanceTolerance: 0.2
            consolidate: false
            manageHostPower: false
            spareFaultDomains: 2
            minimumHostsOn: 3
            restAfterMove: 45m
            noReturnWithin: 2h
            restAfterSwitch: 3h
            migrationWattHoursPerGib: 0.5
            maxMigrationsPerSource: 1
            maxMigrationsPerTarget: 3
            maxMigrationsPerCluster: 8
            migrationBandwidthRatio: 0.25
            maxActionsPerHour: 50
            planExpiry: 10m
            """).Policies.Single();

        var expected = new Policy
        {
            Name = "night",
            Strategy = PlacementStrategy.Threshold,
            DefaultMode = OperatingMode.Approve,
            Modes =
            [
                new ScopeMode(EntityId.Of(new HostId("h-07")), OperatingMode.Observe),
                new ScopeMode(EntityId.Of(new ClusterId("demo")), OperatingMode.Recommend),
            ],
            Pinned = [new VirtualMachineId("vm-1")],
            Rules =
            [
                new AffinityRule("apart", AffinityKind.KeepApart, [new("a"), new("b")], []),
                new AffinityRule("licensed", AffinityKind.OnlyOn, [new("db")], [new("h-01"), new("h-02")]),
            ],
            Horizon = TimeSpan.FromMinutes(90),
            DemandQuantile = 0.99,
            RelieveAboveRatio = 0.8,
            FillUpToRatio = 0.7,
            MemoryOvercommit = 1.5,
            Balance = true,
            BalanceTolerance = 0.2,
            Consolidate = false,
            ManageHostPower = false,
            SpareFaultDomains = 2,
            MinimumHostsOn = 3,
            RestAfterMove = TimeSpan.FromMinutes(45),
            NoReturnWithin = TimeSpan.FromHours(2),
            RestAfterSwitch = TimeSpan.FromHours(3),
            MigrationWattHoursPerGib = 0.5,
            MaxMigrationsPerSource = 1,
            MaxMigrationsPerTarget = 3,
            MaxMigrationsPerCluster = 8,
            MigrationBandwidthRatio = 0.25,
            MaxActionsPerHour = 50,
            PlanExpiry = TimeSpan.FromMinutes(10),
        };
        Assert.Equal(ContentHash.Of(expected), ContentHash.Of(policy));
    }

    [Fact]
    public void A_written_policy_is_read_back_unchanged()
    {
        var policy = new Policy
        {
            Name = "p",
            Modes = [new ScopeMode(EntityId.Of(new VirtualMachineId("vm/with/slashes")), OperatingMode.Approve)],
            Rules = [new AffinityRule("r", AffinityKind.NeverOn, [new("a: b")], [new("#h")])],
            Horizon = TimeSpan.FromMilliseconds(3_723_004),
        };

        var read = Loading.Valid(PolicyText.Write(policy).ToJsonString()).Policies.Single();

        Assert.Equal(ContentHash.Of(policy), ContentHash.Of(read));
    }

    [Fact]
    public void Every_property_of_a_policy_has_a_key()
    {
        var full = new Policy
        {
            ShortestCycle = TimeSpan.FromMinutes(1),
            LongestCycle = TimeSpan.FromMinutes(10),
            RefineModels = true,
            Resizing = new ResizePolicy { Window = new ChangeWindow("0 3 * * *", TimeSpan.FromHours(1), "UTC") },
            Prices = new Prices("EUR", 0.25),
        };
        var written = PolicyText.Write(full).Select(key => key.Key).Except(["apiVersion", "kind"]).ToList();

        // Pools, groups, templates and networks are documents of their own.
        string[] others = [nameof(Policy.Pools), nameof(Policy.Groups), nameof(Policy.Templates), nameof(Policy.Network)];
        Assert.Equal(
            typeof(Policy).GetProperties().Select(property => property.Name).Except(others).Count(), written.Count);
    }

    [Fact]
    public void Several_documents_and_files_make_one_configuration()
    {
        using var folder = new TemporaryFolder();
        string traces = folder.Write("traces.csv", "vm,s0\na,1\n");
        folder.Write(
            "1.yaml",
            "apiVersion: vireo/v1\nkind: Provider\nname: lab\ntype: simulation\nscenario: traces\ntraces: traces.csv\nspeed: 60\nwarmUp: 2d\nhosts: 4\nvms: 9\nseed: 7\n");
        folder.Write("2.yml", "apiVersion: vireo/v1\nkind: Policy\nname: only\nmode: autopilot\n---\napiVersion: vireo/v1\nkind: Server\nrequireTokenForReads: true\n");
        folder.Write("notes.txt", "not read");

        var configuration = ConfigurationLoader.Load([folder.Path]).Configuration;

        Assert.NotNull(configuration);
        var provider = Assert.Single(configuration.Providers);
        Assert.Equal(
            new SimulationSettings
            {
                Scenario = ScenarioKind.Traces,
                Traces = traces,
                Speed = 60,
                WarmUp = TimeSpan.FromDays(2),
                Hosts = 4,
                Vms = 9,
                Seed = 7,
            },
            provider.Simulation);
        Assert.Equal("only", configuration.PolicyOf(provider).Name);
        Assert.True(configuration.Server.RequireTokenForReads);
    }

    [Fact]
    public void Libvirt_hosts_are_read_with_their_limits_and_are_read_only_until_told_otherwise()
    {
        const string Text =
            "apiVersion: vireo/v1\nkind: Provider\nname: east\ntype: libvirt\nmigration: postCopy\nsharedFolders: [/srv/images]\n" +
            "connections:\n  - { name: h1, uri: qemu:///system, cores: 0.5, memory: 4GiB, link: 125000000, faultDomain: r1 }\n" +
            "probes:\n  - { names: [\"web-*\"], type: tcp, port: 5432, every: 30s, within: 1s }\n";

        var provider = Assert.Single(Loading.Valid(Text).Providers);

        Assert.Equal(ProviderType.Libvirt, provider.Type);
        Assert.Equal(
            new LibvirtSettings
            {
                Migration = MigrationMethod.PostCopy,
                SharedFolders = ["/srv/images"],
                Probes =
                [
                    new Probe
                    {
                        Names = ["web-*"], Kind = ProbeKind.Tcp, Port = 5432, Every = TimeSpan.FromSeconds(30), Within = TimeSpan.FromSeconds(1),
                    },
                ],
                Hosts =
                [
                    new LibvirtHostSettings
                    {
                        Name = "h1", Uri = "qemu:///system", Cores = 0.5, Memory = new(4L << 30), Link = new(125e6), FaultDomain = "r1",
                    },
                ],
            },
            provider.Libvirt);
        Assert.False(provider.Libvirt.Acts);
        Assert.Equal(provider, Assert.Single(Loading.Valid(Text).Providers));
    }

    [Fact]
    public void A_cluster_of_vSphere_is_read_with_its_account_and_is_read_only_until_told_otherwise()
    {
        string thumbprint = new('A', 64);
        string text =
            "apiVersion: vireo/v1\nkind: Provider\nname: east\ntype: vsphere\nurl: https://vc.example\nuser: vireo@vsphere.local\n" +
            $"passwordVariable: VC_PASSWORD\ncluster: DC1/Production\nthumbprint: {thumbprint}\ndeadline: 20s\n";

        var provider = Assert.Single(Loading.Valid(text).Providers);

        Assert.Equal(ProviderType.VSphere, provider.Type);
        Assert.Equal(
            new VSphereSettings
            {
                Url = "https://vc.example/sdk",
                Account = new VSphereAccount("vireo@vsphere.local", "", "VC_PASSWORD"),
                Cluster = "DC1/Production",
                Thumbprint = thumbprint,
                Deadline = TimeSpan.FromSeconds(20),
            },
            provider.VSphere);
        Assert.False(provider.VSphere.Acts);
    }

    [Theory]
    [InlineData("url: http://vc.example/sdk\nuser: u\npasswordVariable: P\n", "Expected an https address")]
    [InlineData("url: https://vc.example\nuser: u\n", "needs its password from 'passwordFile' or from 'passwordVariable'")]
    [InlineData("url: https://vc.example\nuser: u\npasswordVariable: P\nthumbprint: abc\n", "64 hexadecimal digits")]
    [InlineData("user: u\npasswordVariable: P\n", "needs 'url' and 'user'")]
    [InlineData("url: https://vc.example\nuser: u\npasswordVariable: P\nstoragePool: x\n", "takes no keys of libvirt")]
    public void A_cluster_of_vSphere_that_cannot_be_reached_as_it_is_written_is_said_to_be(string keys, string expected)
    {
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes($"apiVersion: vireo/v1\nkind: Provider\nname: east\ntype: vsphere\n{keys}");

        Assert.Contains(
            ConfigurationLoader.Check("vireo.yaml", bytes).Problems,
            problem => problem.ToString().Contains(expected, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("https://vc.example", "cluster: DC1/A\n", "https://vc.example/sdk", "cluster: DC1/B\n", false)]
    [InlineData("https://vc.example", "cluster: DC1/A\n", "https://VC.example/sdk", "cluster: A\n", true)]
    [InlineData("https://vc.example", "cluster: DC1/A\n", "https://vc.example", "", true)]
    [InlineData("https://vc.example", "cluster: A\n", "https://other.example", "cluster: A\n", false)]
    public void Two_providers_of_one_cluster_would_undo_what_the_other_does(
        string url, string cluster, string otherUrl, string otherCluster, bool isRefused)
    {
        string Provider(string name, string at, string of) =>
            $"apiVersion: vireo/v1\nkind: Provider\nname: {name}\ntype: vsphere\nurl: {at}\nuser: u\npasswordVariable: P\n{of}";
        string text = $"{Provider("east", url, cluster)}---\n{Provider("west", otherUrl, otherCluster)}";

        var problems = ConfigurationLoader.Check("vireo.yaml", System.Text.Encoding.UTF8.GetBytes(text)).Problems;

        Assert.Equal(isRefused ? 1 : 0, problems.Length);
        Assert.All(problems, problem => Assert.Contains("'east' manages this cluster already", problem.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_provider_without_a_policy_is_only_observed()
    {
        var configuration = Loading.Valid("apiVersion: vireo/v1\nkind: Provider\nname: p\ntype: simulation\nscenario: demo\n");

        Assert.Equal(OperatingMode.Observe, configuration.PolicyOf(configuration.Providers[0]).DefaultMode);
    }

    [Fact]
    public void A_rule_with_the_name_of_a_built_in_one_replaces_it()
    {
        var rules = Loading.Valid(
            "apiVersion: vireo/v1\nkind: AlertRules\nname: mine\nrules:\n" +
            "  - { name: host-cpu-high, entity: host, metric: cpu.usage, above: 0.5, ofCapacity: true, for: 5m, severity: critical }\n" +
            "  - { name: swapped, entity: vm, metric: mem.swapped, above: 2GiB }\n").Rules;

        Assert.Equal(DefaultRules.All.Length + 1, rules.Length);
        Assert.Equal(
            new ThresholdRule("host-cpu-high", EntityKind.Host, Metric.CpuUsage, 0.5, 0.45, true, TimeSpan.FromMinutes(5), Severity.Critical),
            rules.Single(rule => rule.Name == "host-cpu-high"));
        Assert.Equal(2.0 * (1L << 30), rules.Single(rule => rule.Name == "swapped").Above);
    }

    [Fact]
    public void Licences_fault_domains_wishes_and_prices_are_read_and_written_again()
    {
        const string Text = """
            apiVersion: vireo/v1
            kind: Policy
            name: p
            rules:
              - { name: racks, kind: keepApart, scope: faultDomain, virtualMachines: [a, b] }
              - { name: licence, kind: atMostHosts, mostHosts: 2, virtualMachines: [a, b, c] }
            wishes:
              - { name: near, kind: keepTogether, virtualMachines: [a, c], weight: 2.5 }
              - { name: new-hosts, kind: onlyOn, virtualMachines: [c], hosts: [h-1] }
            prices: { currency: EUR, perKwh: 0.25, perContentionMinute: 0.01, perMigration: 0.002, perBrokenWish: 0.01 }
            """;

        var policy = Loading.Valid(Text).Policies.Single();

        Assert.Equal((AffinityScope.FaultDomain, AffinityKind.AtMostHosts, 2), (policy.Rules[0].Scope, policy.Rules[1].Kind, policy.Rules[1].MostHosts));
        Assert.Equal([2.5, 1], policy.Wishes.Select(wish => wish.Weight));
        Assert.Equal((2_400.0, 8.0, 40.0), (policy.UnservedWattHoursPerGhzHour, policy.MigrationWattHours, policy.WishWattHoursPerHour));
        string written = PolicyText.Write(policy).ToJsonString();
        Assert.Equal(written, PolicyText.Write(Loading.Valid(written).Policies.Single()).ToJsonString());
    }

    [Fact]
    public void A_price_in_a_written_policy_can_be_edited_for_the_weight_it_stands_for_is_not_beside_it()
    {
        var policy = new Prices("EUR", 0.25) { PerMigration = 0.002 }.ApplyTo(new Policy { Name = "p", WishWattHoursPerHour = 7 });
        var written = PolicyText.Write(policy);
        Assert.DoesNotContain("migrationWattHours", written.Select(key => key.Key));

        written["prices"]!["perMigration"] = 0.004;

        var read = Loading.Valid(written.ToJsonString()).Policies.Single();
        Assert.Equal((16.0, 7.0, policy.UnservedWattHoursPerGhzHour), (read.MigrationWattHours, read.WishWattHoursPerHour, read.UnservedWattHoursPerGhzHour));
    }

    [Theory]
    [InlineData("rules: [{ name: l, kind: atMostHosts, virtualMachines: [a] }]", "needs mostHosts, at least 1")]
    [InlineData("rules: [{ name: l, kind: keepApart, mostHosts: 2, virtualMachines: [a, b] }]", "belongs to atMostHosts")]
    [InlineData("rules: [{ name: l, kind: onlyOn, scope: faultDomain, virtualMachines: [a], hosts: [h] }]", "scope belongs to")]
    [InlineData("wishes: [{ name: w, kind: keepApart, virtualMachines: [a] }]", "The wish 'w' needs at least two")]
    [InlineData("wishes: [{ name: w, kind: keepApart, virtualMachines: [a, b], weight: 0 }]", "from 0.001")]
    [InlineData("prices: { currency: EUR, perKwh: 0 }", "from 0.000001")]
    [InlineData(
        "migrationWattHours: 3\nprices: { currency: EUR, perKwh: 0.25, perMigration: 0.002 }",
        "perMigration stands for migrationWattHours: 8, and 3 is set")]
    public void Rules_wishes_and_prices_that_cannot_be_are_refused_with_what_is_wrong(string keys, string expected) => Assert.Contains(
        Loading.Check($"apiVersion: vireo/v1\nkind: Policy\nname: p\n{keys}\n").Problems,
        problem => problem.ToString().Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Json_is_configuration_too() =>
        Assert.Equal("p", Loading.Valid("""{"apiVersion": "vireo/v1", "kind": "Policy", "name": "p"}""").Policies.Single().Name);

    [Fact]
    public void Random_bytes_never_crash_the_loader() =>
        Gen.Byte.Array[0, 200].Sample(bytes => ConfigurationLoader.Check("random", bytes).Problems.Length > 0, iter: 3_000);

    [Fact]
    public void Random_yaml_like_text_never_crashes_the_loader() =>
        Gen.Int[0, Pieces.Length - 1].Select(index => Pieces[index])
            .Array[0, 40]
            .Sample(
                parts =>
                {
                    var result = Loading.Check(string.Concat(parts));

                    return result.Configuration is null == result.Problems.Length > 0;
                },
                iter: 20_000);

    [Fact]
    public void A_valid_file_cut_anywhere_is_refused_or_smaller_but_never_crashes()
    {
        string text = PolicyText.Write(new Policy { Name = "p" }).ToJsonString();

        for (int length = 0; length < text.Length; length++)
        {
            Assert.NotEmpty(Loading.Check(text[..length]).Problems);
        }
    }
}
