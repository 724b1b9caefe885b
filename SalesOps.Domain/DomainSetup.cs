using FluentValidation;
using MediatR;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model.Rules;
using SalesOps.Domain.Store;
using SalesOps.Domain.Store.Counting;
using SalesOps.Domain.Store.Files;
using SalesOps.Domain.Store.Lane;
using SalesOps.Domain.Understandings;
using SalesOps.Domain.UseCases;
using SalesOps.Domain.UseCases.ApiKeys;
using SalesOps.Domain.UseCases.Conversations;
using SalesOps.Domain.UseCases.Customers;
using SalesOps.Domain.UseCases.Reviews;
using SalesOps.Domain.UseCases.Tasks;

namespace SalesOps.Domain;

/// <summary>Registers the store, the pipeline and every use case of this assembly.</summary>
public static class DomainSetup
{
    /// <param name="writer">The store's only writing connection, from <see cref="StoreFiles.OpenWriter"/>; disposed with the services.</param>
    public static IServiceCollection AddDomain(this IServiceCollection services, StoreFiles files, SqliteConnection writer)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(files);
        services.AddSingleton(s => new WriteLane(files, writer, s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<WriteLane>>()));
        services.AddSingleton<MessageIndexing>();
        services.AddSingleton<ShownCounters>();
        services.AddPooledDbContextFactory<SalesOpsDb>(options => options
            .UseSqlite(files.ReaderConnection)
            .UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking)
            // Lists count their rows up to a bound, and a count has no order.
            .ConfigureWarnings(w => w.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.CoreEventId.RowLimitingOperationWithoutOrderByWarning)));

        services.AddScoped<CallerContext>();
        services.AddScoped<ChangeHolder>();
        services.AddScoped(s => s.GetRequiredService<ChangeHolder>().Change
            ?? throw new InvalidOperationException("There is a change only inside the write lane."));

        // Made for each request: a command sees what the one before it in the batch has set, a query what was committed.
        services.AddTransient(s => Directory(s).Playbooks.Current);
        services.AddTransient(s => new ReviewPolicy(s.GetRequiredService<Playbook>(), Directory(s).Policy, Directory(s).Settings));
        services.AddSingleton<BuiltInUnderstanding>();
        services.AddScoped<Judgement>();
        services.AddScoped<TaskBook>();
        services.AddSingleton<ClaimBoard>();
        services.AddSingleton<KeyUses>();
        services.AddSingleton<ClockTrust>();
        services.AddSingleton<StepGuards>();

        services.AddScoped<IMediator>(s => new Mediator(s.GetRequiredService<ServiceFactory>()));
        services.AddScoped<ServiceFactory>(s => s.GetService!);
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(Guard<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(Validate<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ShareReads<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(CommitBehavior<,>));
        services.AddSingleton<SharedAnswers>();
        foreach (var type in typeof(DomainSetup).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsGenericTypeDefinition: false }))
            foreach (var handler in type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)))
                services.AddTransient(handler, type);
        foreach (var found in AssemblyScanner.FindValidatorsInAssembly(typeof(DomainSetup).Assembly, includeInternalTypes: true))
            services.AddSingleton(found.InterfaceType, found.ValidatorType);
        // The scanner takes closed validators only; one bounds every list, one asks whatever takes back for what.
        services.AddSingleton(typeof(IValidator<>), typeof(GridValidator<>));
        services.AddSingleton(typeof(IValidator<>), typeof(TakesBackValidator<>));
        return services;
    }

    private static StoreDirectory Directory(IServiceProvider services) =>
        services.GetRequiredService<ChangeHolder>().Change?.Directory ?? services.GetRequiredService<WriteLane>().Last.Directory;
}
