using Vireo.Cli.Commands;

return await VireoCommand.RunAsync(args);
