using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.DataRequests;

/// <summary>登记请求: writes down what a customer asked about the own personal data. From when it was asked the days count by which it must be answered and done.</summary>
public static class FileDataRequest
{
    /// <summary>How requests come, as codes: the channels first.</summary>
    public static readonly IReadOnlyList<string> Sources = [.. Enum.GetValues<Channel>().Select(c => c.Code()), "email", "by_phone", "in_person", "by_letter"];

    /// <summary>So long ago a request can have been received.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <param name="Source">One of <see cref="Sources"/>.</param>
    /// <param name="ReceivedAt">UTC; not ahead of the clock, and not longer ago than <see cref="Longest"/>.</param>
    /// <param name="Note">What was asked, in words; null for nothing.</param>
    public sealed record Command(Guid OperationId, Guid CustomerId, DataRequestKind Kind, string Source, DateTime ReceivedAt, string? Note) : ICommand<DataRequestAnswer>
    {
        public static Access Access => Access.Movers;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(TimeProvider time)
        {
            RuleFor(c => c.CustomerId).NotEmpty().WithErrorCode("choose");
            RuleFor(c => c.Kind).IsInEnum().WithErrorCode("choose");
            RuleFor(c => c.Source).Must(Sources.Contains).WithMessage("It must be said how the request came.").WithErrorCode("choose");
            RuleFor(c => c.ReceivedAt).Must(at => time.GetUtcNow().UtcDateTime is var now && at <= now && at > now - Longest)
                .WithMessage("It must have been received by now, within the last year.").WithErrorCode("received");
            RuleFor(c => c.Note).MaximumLength(500).WithErrorCode("too_long").SoundText();
        }
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<DataRequestAnswer>>
    {
        public async Task<Result<DataRequestAnswer>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await change.Store.Customers.VisibleTo(caller.Current).FirstOrDefaultAsync(c => c.Id == request.CustomerId, cancellationToken) is not { } customer) return Error.NotFound("The customer");
            if (customer.ErasedAt is not null) return Refusals.Erased;
            if (await change.Store.DataRequests.AnyAsync(r => r.CustomerId == customer.Id && r.Kind == request.Kind && r.EndedAt == null, cancellationToken))
                return Error.Conflict("The customer has asked for that already.", "request_pending");
            // To the millisecond, as the store keeps it.
            var received = new DateTime(request.ReceivedAt.Ticks - request.ReceivedAt.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
            var filed = new DataRequest(change.NewId(), customer.Id, request.Kind, request.Source, string.IsNullOrWhiteSpace(request.Note) ? null : Fold.Composed(request.Note.Trim()), received,
                change.Directory.Settings.RequestDue(received), change.Actor.Id, change.Now);
            change.Add(filed);
            change.Record("data_request.filed", filed);
            return new DataRequestAnswer(filed.Id, filed.Version, filed.FinalAt);
        }
    }
}
