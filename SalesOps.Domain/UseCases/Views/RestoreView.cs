using FluentValidation;
using MediatR;
using SalesOps.Domain.Messaging;
using SalesOps.Domain.Model;
using SalesOps.Domain.Store.Changes;

namespace SalesOps.Domain.UseCases.Views;

/// <summary>恢复视图: brings a removed view back as it was, unless another has its name by now.</summary>
public static class RestoreView
{
    public sealed record Command(Guid OperationId, Guid ViewId) : ICommand<Done>
    {
        public static Access Access => Access.AnyPerson;
    }

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(c => c.ViewId).NotEmpty();
    }

    internal sealed class Handler(Change change, CallerContext caller) : IRequestHandler<Command, Result<Done>>
    {
        public async Task<Result<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            var (view, refused) = ViewFile.Find(change, caller.Current, request.ViewId, null);
            if (view is null) return refused!;
            if (view.RemovedAt is null) return Refusals.Undone;
            if (await ViewFile.RefusalAsync(change, view.OwnerId, view.List, view.Name, view.IsShared, view.Id, cancellationToken) is not null) return Refusals.BuiltOn;
            view.Restore();
            change.Record("view.restored", view);
            return Done.It;
        }
    }
}
