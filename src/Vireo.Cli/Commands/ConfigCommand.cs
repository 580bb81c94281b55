using System.CommandLine;
using Vireo.Cli.Terminal;
using Vireo.Server.Configuration;

namespace Vireo.Cli.Commands;

/// <summary><c>vireo config</c>: checks files and prints the schema.</summary>
internal static class ConfigCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var command = new Command("config", "Checks configuration files and prints their schema.");
        command.Add(Check());
        command.Add(Schema());

        return command;
    }

    private static Command Check()
    {
        var files = new Argument<string[]>("files")
        {
            Description = "Files, or folders of .yaml files.",
            Arity = ArgumentArity.OneOrMore,
        };
        var check = new Command(
            "check", "Says what is wrong in configuration files, with line and nearest key.\nExample: vireo config check vireo.yaml")
        {
            files,
        };
        check.SetAction(arguments =>
        {
            var result = ConfigurationLoader.Load(arguments.GetRequiredValue(files));
            foreach (var problem in result.Problems)
            {
                Console.Error.WriteLine(problem);
            }

            if (result.Configuration is not { } configuration)
            {
                return ExitCode.Usage;
            }

            Console.WriteLine(
                $"{configuration.Providers.Length} providers, {configuration.Policies.Length} policies, " +
                $"{configuration.Rules.Length} alert rules, {configuration.Pools.Length} pools, {configuration.Groups.Length} groups, " +
                $"{configuration.Templates.Length} templates, {configuration.Deployments.Length} deployments, " +
                $"{configuration.Network.Networks.Length} networks: correct.");

            return ExitCode.Done;
        });

        return check;
    }

    private static Command Schema()
    {
        var output = new Option<string?>("--output") { Description = "File for the schema; standard output without." };
        var schema = new Command(
            "schema", "Prints the JSON Schema of the configuration, for editors.\nExample: vireo config schema --output vireo.schema.json")
        {
            output,
        };
        schema.SetAction(arguments =>
        {
            Output.Write(arguments.GetValue(output), writer => writer.WriteLine(ConfigurationSchema.Write()));

            return ExitCode.Done;
        });

        return schema;
    }
}
