using System.Collections.Immutable;
using System.CommandLine;
using Vireo.Adapters.Ovn;
using Vireo.Cli.Terminal;
using Vireo.Fleet;
using Vireo.Scheduling.Network;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo network</c>: what is declared of the network, what has to change in OVN, and the change.</summary>
internal static class NetworkCommand
{
    // Only spreads attempts to connect.
    private const int JitterSeed = 1;

    private static readonly Argument<string[]> Files = new("files")
    {
        Description = "Configuration files, or folders of .yaml files.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Fleet = new("--fleet")
    {
        Description = "JSON with 'fleet' and 'outlook', as 'vireo receipts show ID --json' gives them: whose groups and names are followed.",
    };

    private static readonly Option<string> Ovn = new("--ovn")
    {
        Description = "OVN's northbound database: unix:PATH, tcp:HOST:PORT or ssl:HOST:PORT; of a cluster all, with commas between.",
        Required = true,
    };

    private static readonly Option<string> Owner = new("--owner")
    {
        Description = "Rows of the database that carry this word are ours; others are left alone.",
        DefaultValueFactory = _ => "vireo",
    };

    private static readonly Option<string?> Authority = new("--ca") { Description = "For ssl: the authority's certificate, PEM." };

    private static readonly Option<string?> Certificate = new("--certificate") { Description = "For ssl: our certificate, PEM." };

    private static readonly Option<string?> Key = new("--key") { Description = "For ssl: the key of our certificate, PEM." };

    private static readonly Option<bool> Json = new("--json") { Description = "Machine-readable." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("network", "Shows what is declared of the network, plans it, and carries a plan out in OVN.");
        command.Add(Show());
        command.Add(Plan());
        command.Add(Apply());

        return command;
    }

    private static Command Show()
    {
        var show = new Command(
            "show", "Shows networks and who is in them, with their addresses. Asks nobody.\nExample: vireo network show network.yaml")
        {
            Files, Fleet, Json,
        };
        show.SetAction(arguments =>
        {
            var intent = Intent(arguments.GetRequiredValue(Files));
            var ports = NetworkMembers.Of(intent, Machines(arguments.GetValue(Fleet)), new Dictionary<string, string>());
            Output.Write(path: null, writer => NetworkText.WriteMembers(writer, intent, ports, arguments.GetValue(Json)));

            return ExitCode.Done;
        });

        return show;
    }

    private static Command Plan()
    {
        var plan = new Command(
            "plan",
            "Says what has to change in OVN, in which order, and what machines lose by it. Changes nothing.\n" +
            "Example: vireo network plan network.yaml --ovn unix:/run/ovn/ovnnb_db.sock")
        {
            Files, Ovn, Owner, Fleet, Authority, Certificate, Key, Json,
        };
        plan.SetAction(async (arguments, stop) =>
        {
            await using var engine = Engine(arguments, TimeSpan.Zero);
            var found = await PlanAsync(arguments, engine, stop);
            Output.Write(path: null, writer => NetworkText.WritePlan(writer, found, arguments.GetValue(Json)));

            return found.Refusals.IsEmpty ? ExitCode.Done : ExitCode.Negative;
        });

        return plan;
    }

    private static Command Apply()
    {
        var reviewed = new Option<string>("--plan")
        {
            Description = "The plan that was looked at, as 'vireo network plan' names it. Another one is not carried out.",
            Required = true,
        };
        var wait = new Option<int>("--confirm-within")
        {
            Description = "Seconds within which all hosts have to carry out a stage before the next begins; 0 does not wait.",
            DefaultValueFactory = _ => 30,
        };
        var apply = new Command(
            "apply",
            "Carries out a plan that was looked at, if it is still the one: what is new first, what goes last.\n" +
            "Example: vireo network apply network.yaml --ovn unix:/run/ovn/ovnnb_db.sock --plan babb95c0a9c1")
        {
            Files, Ovn, Owner, Fleet, reviewed, wait, Authority, Certificate, Key,
        };
        apply.SetAction(async (arguments, stop) =>
        {
            await using var engine = Engine(arguments, TimeSpan.FromSeconds(Math.Clamp(arguments.GetValue(wait), 0, 3_600)));
            var plan = await PlanAsync(arguments, engine, stop);

            return await CarryOutAsync(engine, plan, arguments.GetRequiredValue(reviewed), stop);
        });

        return apply;
    }

    private static async Task<int> CarryOutAsync(
        OvnNorthbound engine, NetworkPlan plan, string reviewed, CancellationToken cancellationToken)
    {
        if (!plan.Refusals.IsEmpty)
        {
            foreach (string refusal in plan.Refusals)
            {
                await Console.Error.WriteLineAsync($"vireo: {refusal}");
            }

            return ExitCode.Negative;
        }

        if (plan.Id != reviewed)
        {
            await Console.Error.WriteLineAsync(
                $"vireo: plan '{reviewed}' was looked at, but what has to change now is plan '{plan.Id}'. Run 'vireo network plan' again.");

            return ExitCode.Negative;
        }

        var outcome = await engine.ApplyAsync(plan, cancellationToken);
        if (outcome.Reason.Length > 0)
        {
            await Console.Error.WriteLineAsync($"vireo: stage {outcome.StagesWritten + (outcome.IsConfirmed ? 1 : 0)}: {outcome.Reason}");

            return ExitCode.Failed;
        }

        Console.WriteLine(plan.IsEmpty ? "Nothing has to change."
            : $"Plan {plan.Id} is carried out: {outcome.StagesWritten} {(outcome.StagesWritten == 1 ? "stage" : "stages")}{(outcome.IsConfirmed ? ", confirmed by all hosts" : "")}.");

        return ExitCode.Done;
    }

    private static async Task<NetworkPlan> PlanAsync(ParseResult arguments, OvnNorthbound engine, CancellationToken cancellationToken)
    {
        var intent = Intent(arguments.GetRequiredValue(Files));
        var machines = Machines(arguments.GetValue(Fleet));
        OvnState there = await engine.ReadAsync(cancellationToken);

        return NetworkPlanner.Plan(intent, machines, there);
    }

    private static OvnNorthbound Engine(ParseResult arguments, TimeSpan confirmWithin)
    {
        try
        {
            return new OvnNorthbound(
                new OvnSettings(arguments.GetRequiredValue(Ovn))
                {
                    Owner = arguments.GetRequiredValue(Owner),
                    AuthorityFile = arguments.GetValue(Authority),
                    CertificateFile = arguments.GetValue(Certificate),
                    KeyFile = arguments.GetValue(Key),
                    ConfirmWithin = confirmWithin,
                },
                TimeProvider.System, new Random(JitterSeed));
        }
        catch (FormatException wrong)
        {
            throw new UsageException($"--ovn: {wrong.Message}", wrong);
        }
    }

    private static ImmutableArray<VirtualMachine> Machines(string? path) =>
        path is null ? [] : PlaceCommand.ReadCluster(path).Fleet.VirtualMachines;

    private static NetworkIntent Intent(string[] files)
    {
        var result = ConfigurationLoader.Load(files);

        return result.Configuration?.Network
            ?? throw new UsageException(string.Join(Environment.NewLine, result.Problems.Select(problem => problem.ToString())));
    }
}
